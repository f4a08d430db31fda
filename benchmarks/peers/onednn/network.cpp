#include "network.h"

#include <algorithm>
#include <cmath>

using namespace dnnl;

namespace {

constexpr auto type = memory::data_type::f32;

} // namespace

void Network::softmax(const float *logits, float *probabilities) {
    const auto greatest = *std::max_element(logits, logits + classes);
    float sum = 0;
    for (int k = 0; k < classes; k++) {
        probabilities[k] = std::exp(logits[k] - greatest);
        sum += probabilities[k];
    }
    for (int k = 0; k < classes; k++)
        probabilities[k] /= sum;
}

Network::Network(const engine &engine, const Reference &reference, int batch) : program_(engine), reference_(reference), batch_(batch) {}

memory Network::kernel_of(const std::string &layer, const memory::dims &dims) const {
    // Keras' kernels: rows, columns, in, out; a dense kernel behind an image has a row for each row, column and channel in turn.
    const auto tag = dims.size() == 4 ? memory::format_tag::hwio : memory::format_tag::io;
    memory kernel({dims, type, tag}, program_.engine());
    const auto &stored = reference_.weights.at(layer + "/kernel");
    std::copy(stored.begin(), stored.end(), values(kernel));
    return kernel;
}

memory Network::bias_of(const std::string &layer) const {
    const auto &stored = reference_.weights.at(layer + "/bias");
    memory bias({{static_cast<memory::dim>(stored.size())}, type, memory::format_tag::x}, program_.engine());
    std::copy(stored.begin(), stored.end(), values(bias));
    return bias;
}

memory Network::add_input() {
    memory images({convolutions[0].src(batch_), type, memory::format_tag::nchw}, program_.engine());
    const float *source = reference_.batch.at("images").data();
    const float *mean = reference_.weights.at("normalization/mean").data();
    std::vector<float> factor = reference_.weights.at("normalization/variance");
    for (auto &value : factor)
        value = 1 / std::sqrt(value);
    program_.add([=, factor = std::move(factor), batch = batch_] {
        float *target = values(images);
        const float *factors = factor.data();
#pragma omp parallel for schedule(static)
        for (int image = 0; image < batch; image++) {
#pragma omp simd
            for (int i = 0; i < pixels; i++)
                target[image * pixels + i] = (source[image * pixels + i] - mean[i]) * factors[i];
        }
    });
    return images;
}

Network::Pool Network::add_pool(prop_kind kind, const memory &src) {
    auto dims = src.get_desc().dims();
    dims[2] /= 2;
    dims[3] /= 2;
    // What is over at the right and at the bottom takes part in no window.
    const pooling_forward::primitive_desc description {
        {kind, algorithm::pooling_max, src.get_desc(), {dims, type, memory::format_tag::any}, {2, 2}, {2, 2}, {0, 0}, {0, 0}}, program_.engine()};
    const memory dst(description.dst_desc(), program_.engine());
    std::unordered_map<int, memory> arguments {{DNNL_ARG_SRC, src}, {DNNL_ARG_DST, dst}};
    memory workspace;
    if (kind == prop_kind::forward_training) {
        workspace = memory(description.workspace_desc(), program_.engine());
        arguments[DNNL_ARG_WORKSPACE] = workspace;
    }
    program_.add(pooling_forward(description), arguments);
    return {description, dst, workspace};
}

Predictor::Predictor(const engine &engine, const Reference &reference, int batch, const Choices &choices)
    : Network(engine, reference, batch), probabilities_(batch * classes) {
    auto x = add_input();
    for (int i = 0; i < static_cast<int>(convolutions.size()); i++) {
        const auto description = describe_forward(engine, convolutions[i], batch, Direction::predict, choices.at({i, Direction::predict}).way);
        const auto name = layer_name("conv2d", i);
        const memory dst(description.dst_desc(), engine);
        x = program_.bring(x, description.src_desc());
        program_.add(convolution_forward(description),
            {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, program_.prepare(kernel_of(name, convolutions[i].weights()), description.weights_desc())},
                {DNNL_ARG_BIAS, bias_of(name)}, {DNNL_ARG_DST, dst}});
        x = i % 2 == 0 ? add_pool(prop_kind::forward_inference, dst).dst : dst;
    }

    const std::vector<memory::dims> kernels {{128, 256, 3, 3}, {64, 128}, {classes, 64}};
    for (int i = 0; i < static_cast<int>(kernels.size()); i++) {
        post_ops operations;
        if (kernels[i][0] != classes)
            operations.append_eltwise(1, algorithm::eltwise_relu, 0, 0);
        primitive_attr attributes;
        attributes.set_post_ops(operations);
        const auto name = layer_name("dense", i);
        const auto bias = bias_of(name);
        const inner_product_forward::primitive_desc description {
            {prop_kind::forward_inference, x.get_desc(), {kernels[i], type, memory::format_tag::any}, bias.get_desc(),
                {{batch, kernels[i][0]}, type, memory::format_tag::nc}},
            attributes, engine};
        const memory dst(description.dst_desc(), engine);
        program_.add(inner_product_forward(description),
            {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, program_.prepare(kernel_of(name, kernels[i]), description.weights_desc())}, {DNNL_ARG_BIAS, bias},
                {DNNL_ARG_DST, dst}});
        x = dst;
    }
    program_.add([this, x, batch] {
        for (int image = 0; image < batch; image++)
            softmax(values(x) + image * classes, probabilities_.data() + image * classes);
    });
}

double Predictor::difference() const {
    const auto &expected = reference_.batch.at("probabilities");
    float greatest = 0;
    for (size_t i = 0; i < probabilities_.size(); i++) {
        const auto difference = std::fabs(probabilities_[i] - expected[i]);
        // A NaN is a difference, too.
        greatest = difference <= greatest ? greatest : difference;
    }
    return greatest;
}
