// What onednn_graph.py wrote of a network, a line for each operation.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

// Something that is done to the output before it is written: an activation with its two numbers, or a sum with another operation's output.
struct Then {
    std::string kind, with;
    float alpha = 0, beta = 0;
};

struct Operation {
    std::string kind, name;
    std::vector<std::string> inputs;
    std::map<std::string, dnnl::memory::dims> settings;
    std::vector<Then> then;

    // The extents of its output for a number of images.
    dnnl::memory::dims shape(int batch) const {
        auto result = settings.at("shape");
        result.insert(result.begin(), batch);
        return result;
    }

    // The operations it reads, those of sums with them.
    std::vector<std::string> reads() const {
        auto names = inputs;
        for (const auto &next : then) {
            if (!next.with.empty())
                names.push_back(next.with);
        }
        return names;
    }
};

// Throws std::runtime_error where the file is missing or of another form.
std::vector<Operation> read_operations(const std::string &path);
