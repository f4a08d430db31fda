#include "operation.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace {

std::vector<std::string> split(const std::string &text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);)
        parts.push_back(part);
    return parts;
}

// "relu", "clip:0:6", "sum:conv_3".
Then then_of(const std::string &text) {
    const auto parts = split(text, ':');
    Then then {parts.at(0), {}, 0, 0};
    if (then.kind == "sum") {
        then.with = parts.at(1);
    } else if (parts.size() > 1) {
        then.alpha = std::stof(parts.at(1));
        then.beta = std::stof(parts.at(2));
    }
    return then;
}

// "convolution conv_1 relu,scale kernel=8,3,3,3 then=relu"; "-" for no inputs.
Operation operation_of(const std::string &line) {
    const auto words = split(line, ' ');
    Operation operation {words.at(0), words.at(1), {}, {}, {}};
    if (words.at(2) != "-")
        operation.inputs = split(words[2], ',');
    for (size_t i = 3; i < words.size(); i++) {
        const auto equals = words[i].find('=');
        const auto name = words[i].substr(0, equals), value = words[i].substr(equals + 1);
        if (name == "then") {
            operation.then.push_back(then_of(value));
            continue;
        }
        for (const auto &number : split(value, ','))
            operation.settings[name].push_back(std::stol(number));
    }
    return operation;
}

} // namespace

std::vector<Operation> read_operations(const std::string &path) {
    std::ifstream stream(path);
    std::vector<Operation> operations;
    for (std::string line; std::getline(stream, line);) {
        try {
            operations.push_back(operation_of(line));
        } catch (const std::logic_error &) {
            throw std::runtime_error(path + ": cannot make sense of '" + line + "'");
        }
    }
    if (operations.empty())
        throw std::runtime_error(path + ": no operations");
    return operations;
}
