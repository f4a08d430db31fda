#include "network.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "../sampling.h"

using namespace dnnl;

namespace {

constexpr auto type = memory::data_type::f32;
using tag = memory::format_tag;

memory::desc any(const memory::dims &dims) {
    return {dims, type, tag::any};
}

// As other programs have them: channels first, where nothing else is said.
tag plain(const Way &way) {
    return way.layout == tag::nhwc ? tag::nhwc : tag::nchw;
}

primitive_attr attributes_of(const Operation &operation) {
    static const std::map<std::string, algorithm> activations {
        {"relu", algorithm::eltwise_relu}, {"clip", algorithm::eltwise_clip}, {"hardswish", algorithm::eltwise_hardswish},
        {"linear", algorithm::eltwise_linear}, {"logistic", algorithm::eltwise_logistic},
    };
    post_ops operations;
    for (const auto &then : operation.then) {
        if (then.kind == "sum")
            operations.append_sum(1);
        else
            operations.append_eltwise(1, activations.at(then.kind), then.alpha, then.beta);
    }
    primitive_attr attributes;
    attributes.set_post_ops(operations);
    return attributes;
}

} // namespace

Network::Network(const engine &engine, const Model &model, int batch, Way way)
    : program_(engine), model_(model), batch_(batch), way_(std::move(way)) {
    for (size_t i = 0; i < model.operations.size(); i++) {
        last_use_[model.operations[i].name] = i;
        for (const auto &name : model.operations[i].reads())
            last_use_[name] = i;
    }
    for (const auto &operation : model.operations) {
        begins_.push_back(program_.size());
        add(operation);
        for (const auto &copy : copies_)
            program_.give_back(copy);
        copies_.clear();
        for (const auto &name : operation.reads()) {
            if (is_last_use(name) && results_.at(name).get_data_handle() != results_.at(operation.name).get_data_handle())
                program_.give_back(results_.at(name));
        }
        index_++;
    }
    const auto &last = results_.at(model.operations.back().name);
    outputs_ = last.get_desc().data.ndims == 4 ? program_.bring(last, {last.get_desc().dims(), type, plain(way_)}) : last;
    begins_.push_back(program_.size());
}

void Network::add(const Operation &operation) {
    if (operation.kind == "input")
        add_input(operation);
    else if (operation.kind == "scale")
        add_scale(operation);
    else if (operation.kind == "convolution")
        add_convolution(operation);
    else if (operation.kind == "deconvolution")
        add_deconvolution(operation);
    else if (operation.kind == "dense")
        add_dense(operation);
    else if (operation.kind == "max_pool")
        add_pool(operation, algorithm::pooling_max, operation.settings.at("size"), operation.settings.at("strides"), operation.settings.at("padding"));
    else if (operation.kind == "mean")
        add_pool(operation, algorithm::pooling_avg, {input(operation).get_desc().dims()[2], input(operation).get_desc().dims()[3]}, {1, 1}, {0, 0});
    else if (operation.kind == "multiply")
        add_multiply(operation);
    else if (operation.kind == "concat")
        add_concat(operation);
    else if (operation.kind == "softmax")
        add_softmax(operation);
    else
        throw std::runtime_error(operation.name + ": unknown kind " + operation.kind);
}

memory::desc Network::desc_of(const memory::dims &dims) const {
    return {dims, type, dims.size() == 4 ? way_.layout : tag::any};
}

memory Network::bring(const memory &from, const memory::desc &wanted) {
    const auto result = program_.bring(from, wanted);
    if (result.get_data_handle() != from.get_data_handle())
        copies_.push_back(result);
    return result;
}

memory Network::output(const Operation &operation, const memory::desc &desc) {
    for (const auto &then : operation.then) {
        if (then.kind != "sum")
            continue;
        const auto &other = results_.at(then.with);
        const bool is_read = std::count(operation.inputs.begin(), operation.inputs.end(), then.with) > 0;
        const bool is_over = other.get_desc() == desc && is_last_use(then.with) && !is_read && then.with != model_.operations.front().name;
        return is_over ? other : program_.copy(other, desc);
    }
    return program_.take(desc);
}

memory Network::weights(const Operation &operation, const memory::dims &dims, tag tag, const memory::desc &wanted) {
    const memory kernel({dims, type, tag}, program_.engine());
    const auto &stored = model_.weights.at(operation.name + "/kernel");
    std::copy(stored.begin(), stored.end(), values(kernel));
    return program_.prepare(kernel, wanted);
}

memory Network::bias(const Operation &operation) const {
    const auto &stored = model_.weights.at(operation.name + "/bias");
    const memory result({{static_cast<memory::dim>(stored.size())}, type, tag::x}, program_.engine());
    std::copy(stored.begin(), stored.end(), values(result));
    return result;
}

void Network::add_input(const Operation &operation) {
    const auto dims = operation.shape(batch_);
    const memory read({dims, type, tag::nhwc}, program_.engine());
    std::copy_n(model_.images.begin(), count(read), values(read));
    results_[operation.name] = program_.prepare(read, {dims, type, plain(way_)});
}

void Network::add_scale(const Operation &operation) {
    const auto &x = input(operation);
    const auto result = program_.take(x.get_desc());
    auto dims = x.get_desc().dims();
    dims[0] = 1;
    const auto constants = [&](const std::string &name) {
        const memory read({dims, type, tag::nchw}, program_.engine());
        const auto &stored = model_.weights.at(operation.name + "/" + name);
        std::copy(stored.begin(), stored.end(), values(read));
        return program_.prepare(read, {dims, type, plain(way_)});
    };
    program_.add([x, result, factor = constants("factor"), shift = constants("shift"), images = batch_] {
        const float *factors = values(factor), *shifts = values(shift), *source = values(x);
        float *target = values(result);
        const long pixels = count(factor);
#pragma omp parallel for schedule(static)
        for (int image = 0; image < images; image++) {
#pragma omp simd
            for (long i = 0; i < pixels; i++)
                target[image * pixels + i] = source[image * pixels + i] * factors[i] + shifts[i];
        }
    });
    results_[operation.name] = result;
}

convolution_forward::primitive_desc Network::describe(const Operation &operation, const memory::dims &weights, algorithm algorithm) const {
    const auto &settings = operation.settings;
    auto dilations = settings.at("dilations");
    // oneDNN counts the cells between two that are used.
    for (auto &dilation : dilations)
        dilation--;
    const memory::desc bias {{settings.at("kernel")[0]}, type, tag::x};
    return {{prop_kind::forward_inference, algorithm, desc_of(input(operation).get_desc().dims()), any(weights), bias, desc_of(operation.shape(batch_)),
                settings.at("strides"), dilations, settings.at("before"), settings.at("after")},
        attributes_of(operation), program_.engine(), true};
}

void Network::add_convolution(const Operation &operation) {
    auto dims = operation.settings.at("kernel");
    const auto groups = operation.settings.at("groups")[0];
    if (groups > 1) {
        dims[0] /= groups;
        dims.insert(dims.begin(), groups);
    }
    convolution_forward::primitive_desc description;
    if (way_.winograd.count(operation.name) > 0) {
        try {
            description = describe(operation, dims, algorithm::convolution_winograd);
        } catch (const error &) {
            // There is none for this one.
        }
    }
    if (description)
        winograd_.insert(operation.name);
    else
        description = describe(operation, dims, algorithm::convolution_direct);
    if (!description)
        throw error(dnnl_unimplemented, "no such convolution");
    const auto x = bring(input(operation), description.src_desc());
    const auto result = output(operation, description.dst_desc());
    program_.add(convolution_forward(description),
        {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, weights(operation, dims, groups > 1 ? tag::goihw : tag::oihw, description.weights_desc())},
            {DNNL_ARG_BIAS, bias(operation)}, {DNNL_ARG_DST, result}});
    results_[operation.name] = result;
}

void Network::add_deconvolution(const Operation &operation) {
    const auto &dims = operation.settings.at("kernel");
    const memory::dims none {0, 0};
    const deconvolution_forward::primitive_desc description {
        {prop_kind::forward_inference, algorithm::deconvolution_direct, desc_of(input(operation).get_desc().dims()), any(dims), {{dims[0]}, type, tag::x},
            desc_of(operation.shape(batch_)), operation.settings.at("strides"), none, none},
        program_.engine()};
    const auto x = bring(input(operation), description.src_desc());
    const auto result = program_.take(description.dst_desc());
    program_.add(deconvolution_forward(description),
        {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, weights(operation, dims, tag::oihw, description.weights_desc())}, {DNNL_ARG_BIAS, bias(operation)},
            {DNNL_ARG_DST, result}});
    results_[operation.name] = result;
}

void Network::add_dense(const Operation &operation) {
    // Behind a mean, images still have rows and columns: one.
    const auto source = input(operation).get_desc().dims();
    auto dims = operation.settings.at("kernel");
    dims.resize(source.size(), 1);
    const inner_product_forward::primitive_desc description {
        {prop_kind::forward_inference, any(source), any(dims), {{dims[0]}, type, tag::x}, {operation.shape(batch_), type, tag::nc}}, attributes_of(operation),
        program_.engine()};
    const auto x = bring(input(operation), description.src_desc());
    const auto result = output(operation, description.dst_desc());
    program_.add(inner_product_forward(description),
        {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, weights(operation, dims, dims.size() == 4 ? tag::oihw : tag::oi, description.weights_desc())},
            {DNNL_ARG_BIAS, bias(operation)}, {DNNL_ARG_DST, result}});
    results_[operation.name] = result;
}

void Network::add_pool(const Operation &operation, algorithm algorithm, const memory::dims &size, const memory::dims &strides, const memory::dims &padding) {
    const auto &x = input(operation);
    auto dims = operation.shape(batch_);
    dims.resize(4, 1);
    const pooling_forward::primitive_desc description {
        {prop_kind::forward_inference, algorithm, x.get_desc(), any(dims), strides, size, padding, padding}, program_.engine()};
    const auto result = program_.take(description.dst_desc());
    program_.add(pooling_forward(description), {{DNNL_ARG_SRC, x}, {DNNL_ARG_DST, result}});
    results_[operation.name] = result;
}

void Network::add_multiply(const Operation &operation) {
    // The one that is repeated comes second.
    auto first = input(operation), second = results_.at(operation.inputs.at(1));
    if (first.get_desc().dims() != operation.shape(batch_))
        std::swap(first, second);
    const binary::primitive_desc description {{algorithm::binary_mul, first.get_desc(), second.get_desc(), any(operation.shape(batch_))}, program_.engine()};
    const auto result = program_.take(description.dst_desc());
    program_.add(binary(description), {{DNNL_ARG_SRC_0, first}, {DNNL_ARG_SRC_1, second}, {DNNL_ARG_DST, result}});
    results_[operation.name] = result;
}

void Network::add_concat(const Operation &operation) {
    std::vector<memory::desc> descs;
    std::unordered_map<int, memory> arguments;
    for (const auto &name : operation.inputs) {
        arguments[DNNL_ARG_MULTIPLE_SRC + static_cast<int>(descs.size())] = results_.at(name);
        descs.push_back(results_.at(name).get_desc());
    }
    const concat::primitive_desc description(1, descs, program_.engine());
    const auto result = program_.take(description.dst_desc());
    arguments[DNNL_ARG_DST] = result;
    program_.add(concat(description), arguments);
    results_[operation.name] = result;
}

void Network::add_softmax(const Operation &operation) {
    const auto &x = input(operation);
    const softmax_forward::primitive_desc description {{prop_kind::forward_inference, x.get_desc(), 1}, program_.engine()};
    const auto result = program_.take(description.dst_desc());
    program_.add(softmax_forward(description), {{DNNL_ARG_SRC, x}, {DNNL_ARG_DST, result}});
    results_[operation.name] = result;
}

double Network::difference() {
    const auto desc = outputs_.get_desc();
    const auto outputs = program_.prepare(outputs_, {desc.dims(), type, desc.data.ndims == 4 ? tag::nhwc : tag::nc});
    float difference = 0, greatest = 0;
    for (size_t i = 0; i < count(outputs); i++) {
        const auto distance = std::fabs(values(outputs)[i] - model_.outputs[i]);
        // A NaN is a difference, too.
        difference = distance <= difference ? difference : distance;
        greatest = std::max(greatest, std::fabs(model_.outputs[i]));
    }
    return difference / greatest;
}

std::vector<double> Network::seconds_of_operations() {
    constexpr int runs = 5;
    constexpr double limit = 0.5;
    run();
    std::vector<double> seconds(model_.operations.size(), std::numeric_limits<double>::infinity());
    double total = 0;
    for (int i = 0; i < runs && total < limit; i++) {
        for (size_t k = 0; k < seconds.size(); k++) {
            const auto took = time_of([&] { program_.run(begins_[k], begins_[k + 1]); }, 1);
            total += took;
            seconds[k] = std::min(seconds[k], took);
        }
    }
    return seconds;
}
