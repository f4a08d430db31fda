#include <algorithm>
#include <cmath>

#include "network.h"

using namespace dnnl;

namespace {

constexpr auto type = memory::data_type::f32;
constexpr auto any = memory::format_tag::any;

} // namespace

Trainer::Trainer(const engine &engine, const Reference &reference, int batch, const Choices &choices, bool has_dropout)
    : Network(engine, reference, batch), has_dropout_(has_dropout) {
    const auto first = add_convolution(0, add_input(), choices);
    const auto first_pool = add_pool(prop_kind::forward_training, first.dst);
    const auto second = add_convolution(1, first_pool.dst, choices);
    const auto third = add_convolution(2, second.dst, choices);
    const auto second_pool = add_pool(prop_kind::forward_training, third.dst);
    const auto fourth = add_convolution(3, second_pool.dst, choices);
    const auto fifth = add_convolution(4, fourth.dst, choices);
    const auto third_pool = add_pool(prop_kind::forward_training, fifth.dst);
    const auto dense = add_dense(0, third_pool.dst, {128, 256, 3, 3});
    add_dropout(dense.dst);
    const auto second_dense = add_dense(1, dense.dst, {64, 128});
    add_dropout(second_dense.dst);
    const auto logits = add_dense(2, second_dense.dst, {classes, 64});

    auto gradient = add_dense_backward(logits, add_loss(logits.dst));
    add_dropout_backward(second_dense.dst, gradient);
    gradient = add_dense_backward(second_dense, gradient);
    add_dropout_backward(dense.dst, gradient);
    gradient = add_dense_backward(dense, gradient);
    gradient = add_convolution_backward(4, fifth, add_pool_backward(third_pool, fifth.dst, gradient), choices);
    gradient = add_convolution_backward(3, fourth, gradient, choices);
    gradient = add_convolution_backward(2, third, add_pool_backward(second_pool, third.dst, gradient), choices);
    gradient = add_convolution_backward(1, second, gradient, choices);
    add_convolution_backward(0, first, add_pool_backward(first_pool, first.dst, gradient), choices);
}

double Trainer::gradient_error() {
    double greatest = 0;
    program_.run();
    for (size_t i = 0; i < optimizer_.size(); i++) {
        const auto direction = optimizer_.gradient(i);
        double square = 0;
        for (const auto value : direction)
            square += static_cast<double>(value) * value;
        // The loss moves by twice this, which is far above its rounding; along so short a way it is nearly straight.
        const auto factor = 3e-4 / square;
        const auto loss_after = [&](double step) {
            optimizer_.move(i, direction, step);
            program_.run();
            return loss_;
        };
        const auto above = loss_after(factor);
        const auto slope = (above - loss_after(-2 * factor)) / (2 * factor * square);
        optimizer_.move(i, direction, factor);
        const auto error = std::fabs(slope - 1);
        // A NaN is an error, too.
        greatest = error <= greatest ? greatest : error;
    }
    return greatest;
}

Trainer::Convolution Trainer::add_convolution(int index, const memory &src, const Choices &choices) {
    const auto &shape = convolutions[index];
    const auto &engine = program_.engine();
    const auto name = layer_name("conv2d", index);
    const auto description = describe_forward(engine, shape, batch_, Direction::forward, choices.at({index, Direction::forward}).way);
    const auto backward = describe_weights(engine, shape, batch_, choices.at({index, Direction::backward_weights}).way);
    // Weights lie as their gradients do, so that the optimizer can walk over both.
    const auto weights = program_.prepare(kernel_of(name, shape.weights()), backward.diff_weights_desc());
    const auto bias = bias_of(name);
    const memory dst(description.dst_desc(), engine);
    const auto brought_src = program_.bring(src, description.src_desc());
    const auto brought_weights = program_.bring(weights, description.weights_desc());
    program_.add(convolution_forward(description),
        {{DNNL_ARG_SRC, brought_src}, {DNNL_ARG_WEIGHTS, brought_weights}, {DNNL_ARG_BIAS, bias}, {DNNL_ARG_DST, dst}});
    return {src, dst, weights, bias};
}

Trainer::Dense Trainer::add_dense(int index, const memory &src, const memory::dims &kernel) {
    const auto &engine = program_.engine();
    const auto name = layer_name("dense", index);
    const auto bias = bias_of(name);
    const memory::desc dst_desc({batch_, kernel[0]}, type, memory::format_tag::nc);
    post_ops operations;
    if (kernel[0] != classes)
        operations.append_eltwise(1, algorithm::eltwise_relu, 0, 0);
    primitive_attr attributes;
    attributes.set_post_ops(operations);
    const inner_product_forward::primitive_desc forward {
        {prop_kind::forward_training, src.get_desc(), {kernel, type, any}, bias.get_desc(), dst_desc}, attributes, engine};
    const inner_product_backward_weights::primitive_desc backward {
        {src.get_desc(), {kernel, type, any}, bias.get_desc(), dst_desc}, engine, forward};
    const auto weights = program_.prepare(kernel_of(name, kernel), backward.diff_weights_desc());
    const memory dst(dst_desc, engine);
    const auto brought_weights = program_.bring(weights, forward.weights_desc());
    program_.add(inner_product_forward(forward),
        {{DNNL_ARG_SRC, src}, {DNNL_ARG_WEIGHTS, brought_weights}, {DNNL_ARG_BIAS, bias}, {DNNL_ARG_DST, dst}});
    return {forward, backward, src, dst, weights, bias};
}

void Trainer::add_dropout(const memory &x) {
    if (!has_dropout_)
        return;
    program_.add([this, x] {
        float *data = values(x);
        for (size_t i = 0; i < count(x); i++) {
            random_ ^= random_ << 13;
            random_ ^= random_ >> 17;
            random_ ^= random_ << 5;
            data[i] *= static_cast<float>(random_ >> 31) * 2;
        }
    });
}

memory Trainer::add_loss(const memory &logits) {
    const memory gradient(logits.get_desc(), program_.engine());
    program_.add([this, logits, gradient] {
        const auto &labels = reference_.batch.at("labels");
        loss_ = 0;
        for (int image = 0; image < batch_; image++) {
            float *row = values(gradient) + image * classes;
            const auto label = static_cast<int>(labels[image]);
            softmax(values(logits) + image * classes, row);
            loss_ -= std::log(static_cast<double>(std::max(row[label], 1e-30f))) / batch_;
            row[label] -= 1;
            for (int k = 0; k < classes; k++)
                row[k] /= static_cast<float>(batch_);
        }
    });
    return gradient;
}

memory Trainer::add_dense_backward(const Dense &layer, const memory &gradient) {
    const auto &engine = program_.engine();
    const memory weights_gradient(layer.weights.get_desc(), engine), bias_gradient(layer.bias.get_desc(), engine);
    program_.add(inner_product_backward_weights(layer.backward),
        {{DNNL_ARG_SRC, layer.src}, {DNNL_ARG_DIFF_DST, gradient}, {DNNL_ARG_DIFF_WEIGHTS, weights_gradient}, {DNNL_ARG_DIFF_BIAS, bias_gradient}});
    optimizer_.add(layer.weights, weights_gradient);
    optimizer_.add(layer.bias, bias_gradient);

    const inner_product_backward_data::primitive_desc description {
        {layer.src.get_desc(), {layer.weights.get_desc().dims(), type, any}, gradient.get_desc()}, engine, layer.forward};
    const memory src_gradient(description.diff_src_desc(), engine);
    const auto weights = program_.bring(layer.weights, description.weights_desc());
    program_.add(inner_product_backward_data(description),
        {{DNNL_ARG_DIFF_DST, gradient}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DIFF_SRC, src_gradient}});
    return src_gradient;
}

void Trainer::add_dropout_backward(const memory &x, const memory &gradient) {
    // Zero where ReLU or dropout made a zero.
    program_.add([x, gradient, factor = has_dropout_ ? 2.0f : 1.0f] {
        const float *data = values(x);
        float *gradients = values(gradient);
        const auto size = static_cast<long>(count(x));
#pragma omp simd
        for (long i = 0; i < size; i++)
            gradients[i] = data[i] > 0 ? gradients[i] * factor : 0;
    });
}

memory Trainer::add_pool_backward(const Pool &pool, const memory &src, const memory &gradient) {
    const auto &engine = program_.engine();
    const pooling_backward::primitive_desc description {
        {algorithm::pooling_max, src.get_desc(), pool.dst.get_desc(), {2, 2}, {2, 2}, {0, 0}, {0, 0}}, engine, pool.description};
    const memory src_gradient(description.diff_src_desc(), engine);
    const auto brought = program_.bring(gradient, description.diff_dst_desc());
    program_.add(pooling_backward(description),
        {{DNNL_ARG_DIFF_DST, brought}, {DNNL_ARG_WORKSPACE, pool.workspace}, {DNNL_ARG_DIFF_SRC, src_gradient}});
    return src_gradient;
}

memory Trainer::add_convolution_backward(int index, const Convolution &layer, memory gradient, const Choices &choices) {
    const auto &shape = convolutions[index];
    const auto &engine = program_.engine();
    // ReLU first, in place: its derivative is seen from what came out of it.
    gradient = program_.bring(gradient, layer.dst.get_desc());
    const eltwise_forward::primitive_desc relu {{prop_kind::forward_training, algorithm::eltwise_relu_use_dst_for_bwd, layer.dst.get_desc()}, engine};
    const eltwise_backward::primitive_desc relu_backward {
        {algorithm::eltwise_relu_use_dst_for_bwd, gradient.get_desc(), layer.dst.get_desc()}, engine, relu};
    program_.add(eltwise_backward(relu_backward), {{DNNL_ARG_DST, layer.dst}, {DNNL_ARG_DIFF_DST, gradient}, {DNNL_ARG_DIFF_SRC, gradient}});

    const auto weights_description = describe_weights(engine, shape, batch_, choices.at({index, Direction::backward_weights}).way);
    const memory weights_gradient(layer.weights.get_desc(), engine), bias_gradient(layer.bias.get_desc(), engine);
    const auto src = program_.bring(layer.src, weights_description.src_desc());
    const auto dst_gradient = program_.bring(gradient, weights_description.diff_dst_desc());
    program_.add(convolution_backward_weights(weights_description),
        {{DNNL_ARG_SRC, src}, {DNNL_ARG_DIFF_DST, dst_gradient}, {DNNL_ARG_DIFF_WEIGHTS, weights_gradient}, {DNNL_ARG_DIFF_BIAS, bias_gradient}});
    optimizer_.add(layer.weights, weights_gradient);
    optimizer_.add(layer.bias, bias_gradient);
    if (index == 0)
        return {};

    const auto description = describe_data(engine, shape, batch_, choices.at({index, Direction::backward_data}).way);
    const memory src_gradient(description.diff_src_desc(), engine);
    const auto weights = program_.bring(layer.weights, description.weights_desc());
    const auto brought = program_.bring(gradient, description.diff_dst_desc());
    program_.add(convolution_backward_data(description),
        {{DNNL_ARG_DIFF_DST, brought}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DIFF_SRC, src_gradient}});
    return src_gradient;
}
