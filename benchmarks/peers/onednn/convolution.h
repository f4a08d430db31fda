// The convolutions of the network, and the ways in which oneDNN can compute them.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

// A convolution with stride 1 that keeps the size of its square input.
struct ConvolutionShape {
    int inputs, outputs, kernel, size;

    double flops(int batch) const { return 2.0 * batch * outputs * inputs * kernel * kernel * size * size; }
    dnnl::memory::dims src(int batch) const { return {batch, inputs, size, size}; }
    dnnl::memory::dims dst(int batch) const { return {batch, outputs, size, size}; }
    dnnl::memory::dims weights() const { return {outputs, inputs, kernel, kernel}; }
};

constexpr std::array<ConvolutionShape, 5> convolutions {{
    {1, 64, 7, 28}, {64, 128, 3, 14}, {128, 128, 3, 14}, {128, 256, 3, 7}, {256, 256, 3, 7},
}};

enum class Direction { predict, forward, backward_data, backward_weights };

// A way to compute: an algorithm, and how images lie: as oneDNN likes it best, or with channels last.
struct Way {
    dnnl::algorithm algorithm = dnnl::algorithm::convolution_direct;
    dnnl::memory::format_tag layout = dnnl::memory::format_tag::any;

    std::string name() const;
};

// "auto" takes one of the two algorithms by a rule of thumb, so it is no way of its own.
inline const std::vector<Way> &all_ways() {
    using dnnl::algorithm;
    using tag = dnnl::memory::format_tag;
    static const std::vector<Way> ways {
        {algorithm::convolution_direct, tag::any}, {algorithm::convolution_direct, tag::nhwc},
        {algorithm::convolution_winograd, tag::any}, {algorithm::convolution_winograd, tag::nhwc},
    };
    return ways;
}

using ForwardConvolution = dnnl::convolution_forward::primitive_desc;
using DataConvolution = dnnl::convolution_backward_data::primitive_desc;
using WeightsConvolution = dnnl::convolution_backward_weights::primitive_desc;

// What oneDNN will run, with ReLU in the forward directions; an empty object where it has no such implementation.
ForwardConvolution describe_forward(const dnnl::engine &engine, const ConvolutionShape &shape, int batch, Direction direction, Way way);
DataConvolution describe_data(const dnnl::engine &engine, const ConvolutionShape &shape, int batch, Way way);
WeightsConvolution describe_weights(const dnnl::engine &engine, const ConvolutionShape &shape, int batch, Way way);

// A way, and what runs it once on memory of its own.
struct RunnableWay {
    Way way;
    std::string implementation;
    std::function<void()> run;
};

// Tries all ways to compute a convolution, by itself and with everything lying as it likes, and returns the fastest.
RunnableWay fastest_way(const dnnl::engine &engine, const ConvolutionShape &shape, int batch, Direction direction);

// The fastest way for each convolution, by its index, and direction.
using Choices = std::map<std::pair<int, Direction>, RunnableWay>;
