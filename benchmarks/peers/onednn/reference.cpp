#include "reference.h"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>

std::map<std::string, std::vector<float>> read_safetensors(const std::string &path) {
    std::ifstream stream(path, std::ios::binary);
    const std::vector<char> bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    uint64_t header_length = 0;
    if (bytes.size() >= sizeof header_length)
        std::memcpy(&header_length, bytes.data(), sizeof header_length);
    if (header_length == 0 || header_length > bytes.size() - sizeof header_length)
        throw std::runtime_error(path + ": no safetensors file");
    const char *data = bytes.data() + sizeof header_length + header_length;
    const std::string header(bytes.data() + sizeof header_length, header_length);

    // CnnGen's own files are read, which have members in this order and no spaces; no JSON library is needed for that.
    static const std::regex entry(R"re("([^"]+)":\{"dtype":"F32","shape":\[[\d,]*\],"data_offsets":\[(\d+),(\d+)\]\})re");
    std::map<std::string, std::vector<float>> tensors;
    for (std::sregex_iterator match(header.begin(), header.end(), entry), end; match != end; ++match) {
        const size_t from = std::stoull((*match)[2]), to = std::stoull((*match)[3]);
        if (from > to || to > static_cast<size_t>(bytes.data() + bytes.size() - data))
            throw std::runtime_error(path + ": truncated");
        std::vector<float> values((to - from) / sizeof(float));
        std::memcpy(values.data(), data + from, values.size() * sizeof(float));
        tensors[(*match)[1]] = std::move(values);
    }
    return tensors;
}
