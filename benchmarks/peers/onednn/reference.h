// What CnnGen wrote for its peers, see ../reference.py.
#pragma once

#include <map>
#include <string>
#include <vector>

// Reads the float32 tensors of a safetensors file by name. Throws std::runtime_error where the file is missing or of another form.
std::map<std::string, std::vector<float>> read_safetensors(const std::string &path);
