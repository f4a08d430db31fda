// The network of the benchmarks as a program of oneDNN's primitives.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "convolution.h"
#include "nadam.h"
#include "program.h"

using Tensors = std::map<std::string, std::vector<float>>;

struct Reference {
    Tensors weights, batch;
};

constexpr int classes = 10;
constexpr int pixels = 28 * 28;

// What both programs need: weights as CnnGen wrote them, and the first layers of a pass.
class Network {
public:
    Network(const dnnl::engine &engine, const Reference &reference, int batch);

protected:
    struct Pool {
        dnnl::pooling_forward::primitive_desc description;
        dnnl::memory dst, workspace;
    };

    dnnl::memory kernel_of(const std::string &layer, const dnnl::memory::dims &dims) const;
    dnnl::memory bias_of(const std::string &layer) const;
    // Normalises the images.
    dnnl::memory add_input();
    Pool add_pool(dnnl::prop_kind kind, const dnnl::memory &src);

    static std::string layer_name(const std::string &kind, int index) { return index == 0 ? kind : kind + "_" + std::to_string(index); }
    // Probabilities of one image; 10 logits.
    static void softmax(const float *logits, float *probabilities);

    Program program_;
    const Reference &reference_;
    int batch_;
};

// Predicts the first images of the batch. Weights are brought into their form before the first run.
class Predictor : Network {
public:
    Predictor(const dnnl::engine &engine, const Reference &reference, int batch, const Choices &choices);

    void run() { program_.run(); }

    const std::vector<float> &probabilities() const { return probabilities_; }

    // The greatest difference from CnnGen's probabilities.
    double difference() const;

private:
    std::vector<float> probabilities_;
};

// A step of training on the batch: forward with dropout, loss, backward, Nadam. Weights are reordered in every step where forward and
// backward want them to lie differently.
class Trainer : Network {
public:
    Trainer(const dnnl::engine &engine, const Reference &reference, int batch, const Choices &choices, bool has_dropout = true);

    void run() {
        program_.run();
        optimizer_.step();
    }

    // How far the gradients of the parameters are from the slope of the loss along them: the greatest share. Needs a network without dropout.
    double gradient_error();

private:
    struct Convolution {
        dnnl::memory src, dst, weights, bias;
    };

    struct Dense {
        dnnl::inner_product_forward::primitive_desc forward;
        dnnl::inner_product_backward_weights::primitive_desc backward;
        dnnl::memory src, dst, weights, bias;
    };

    Convolution add_convolution(int index, const dnnl::memory &src, const Choices &choices);
    Dense add_dense(int index, const dnnl::memory &src, const dnnl::memory::dims &kernel);
    void add_dropout(const dnnl::memory &x);
    dnnl::memory add_loss(const dnnl::memory &logits);
    dnnl::memory add_dense_backward(const Dense &layer, const dnnl::memory &gradient);
    // The derivative of ReLU and dropout together.
    void add_dropout_backward(const dnnl::memory &x, const dnnl::memory &gradient);
    dnnl::memory add_pool_backward(const Pool &pool, const dnnl::memory &src, const dnnl::memory &gradient);
    // Returns the gradient of the input; an empty memory for the first convolution.
    dnnl::memory add_convolution_backward(int index, const Convolution &layer, dnnl::memory gradient, const Choices &choices);

    Nadam optimizer_;
    bool has_dropout_;
    uint32_t random_ = 42;
    double loss_ = 0;
};
