// A network of the zoo as a program of oneDNN's primitives.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "../program.h"
#include "../reference.h"
#include "operation.h"

// What is the same for all ways to compute a network; images and outputs with channels last.
struct Model {
    std::vector<Operation> operations;
    std::map<std::string, std::vector<float>> weights;
    std::vector<float> images, outputs;
};

// A way to compute: how images lie, as oneDNN likes it best or with channels last; and the convolutions that Winograd's algorithm computes, if oneDNN can.
struct Way {
    dnnl::memory::format_tag layout = dnnl::memory::format_tag::any;
    std::set<std::string> winograd;
};

// Predicts the first images. Weights are brought into their form before the first run.
class Network {
public:
    // Throws dnnl::error where oneDNN cannot compute it in that way.
    Network(const dnnl::engine &engine, const Model &model, int batch, Way way);

    void run() { program_.run(); }

    // The greatest difference from CnnGen's outputs, as a share of the greatest output. After a run.
    double difference();

    // The convolutions that Winograd's algorithm does compute.
    const std::set<std::string> &winograd() const { return winograd_; }

    // Seconds of each operation, with the reorders before it: the least of a few runs, which end after half a second.
    std::vector<double> seconds_of_operations();

private:
    using Memory = dnnl::memory;
    using Desc = dnnl::memory::desc;

    void add(const Operation &operation);
    void add_input(const Operation &operation);
    void add_scale(const Operation &operation);
    void add_convolution(const Operation &operation);
    void add_deconvolution(const Operation &operation);
    void add_dense(const Operation &operation);
    void add_pool(const Operation &operation, dnnl::algorithm algorithm, const Memory::dims &size, const Memory::dims &strides, const Memory::dims &padding);
    void add_multiply(const Operation &operation);
    void add_concat(const Operation &operation);
    void add_softmax(const Operation &operation);

    dnnl::convolution_forward::primitive_desc describe(const Operation &operation, const Memory::dims &weights, dnnl::algorithm algorithm) const;
    // Lies as the way has it.
    Desc desc_of(const Memory::dims &dims) const;
    // What an operation reads, or the first of that.
    const Memory &input(const Operation &operation) const { return results_.at(operation.inputs.at(0)); }
    // The values as they must lie while an operation is added.
    Memory bring(const Memory &from, const Desc &wanted);
    // Where an operation writes: over what its sum adds, where nobody reads that any more.
    Memory output(const Operation &operation, const Desc &desc);
    Memory weights(const Operation &operation, const Memory::dims &dims, Memory::format_tag tag, const Desc &wanted);
    Memory bias(const Operation &operation) const;
    bool is_last_use(const std::string &name) const { return last_use_.at(name) == index_; }

    Program program_;
    const Model &model_;
    const int batch_;
    const Way way_;
    std::unordered_map<std::string, Memory> results_;
    std::vector<Memory> copies_;
    std::unordered_map<std::string, size_t> last_use_;
    // The operation that is being added, and where the steps of each begin.
    size_t index_ = 0;
    std::vector<size_t> begins_;
    std::set<std::string> winograd_;
    Memory outputs_;
};
