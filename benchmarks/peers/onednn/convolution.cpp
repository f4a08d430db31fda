#include "convolution.h"

#include <limits>

#include "sampling.h"

using namespace dnnl;

namespace {

constexpr auto type = memory::data_type::f32;

// Any layout that oneDNN likes.
memory::desc any(const memory::dims &dims) {
    return {dims, type, memory::format_tag::any};
}

memory::desc bias(const ConvolutionShape &shape) {
    return {{shape.outputs}, type, memory::format_tag::x};
}

memory::dims padding(const ConvolutionShape &shape) {
    return {shape.kernel / 2, shape.kernel / 2};
}

const memory::dims strides {1, 1};

// For images of one channel, which lie the same either way, oneDNN has fast code only where it may choose how the output lies.
memory::desc src_of(const ConvolutionShape &shape, int batch, Way way) {
    return {shape.src(batch), type, shape.inputs == 1 ? memory::format_tag::nchw : way.layout};
}

memory::desc dst_of(const ConvolutionShape &shape, int batch, Way way) {
    return {shape.dst(batch), type, shape.inputs == 1 ? memory::format_tag::any : way.layout};
}

memory filled(const engine &engine, const memory::desc &desc) {
    memory result(desc, engine);
    auto *values = static_cast<float *>(result.get_data_handle());
    // Of ordinary size whatever the sum: far from denormal numbers.
    for (size_t i = 0; i < desc.get_size() / sizeof(float); i++)
        values[i] = static_cast<float>(i * 37 % 101) / 101 - 0.4f;
    return result;
}

// The fastest of what is tried.
class Contest {
public:
    explicit Contest(const engine &engine) : engine_(engine) {}

    template <typename Primitive, typename Description>
    void enter(Way way, const Description &description, const std::vector<std::pair<int, memory::desc>> &arguments) {
        const std::string implementation = description.impl_info_str();
        // Reference code, which is never the fastest, would take minutes.
        if (implementation.rfind("ref", 0) == 0)
            return;
        std::unordered_map<int, memory> memories;
        for (const auto &[argument, desc] : arguments)
            memories[argument] = filled(engine_, desc);
        const auto run = [execute = Primitive(description), stream = stream(engine_), memories] { execute.execute(stream, memories); };
        const auto seconds = least_seconds(run);
        if (seconds < least_) {
            least_ = seconds;
            winner_ = {way, implementation, run};
        }
    }

    const RunnableWay &winner() const { return winner_; }

private:
    engine engine_;
    double least_ = std::numeric_limits<double>::infinity();
    RunnableWay winner_;
};

} // namespace

std::string Way::name() const {
    return std::string(algorithm == algorithm::convolution_winograd ? "winograd" : "direct") + (layout == memory::format_tag::nhwc ? ",nhwc" : ",any");
}

ForwardConvolution describe_forward(const engine &engine, const ConvolutionShape &shape, int batch, Direction direction, Way way) {
    const auto kind = direction == Direction::predict ? prop_kind::forward_inference : prop_kind::forward_training;
    post_ops operations;
    operations.append_eltwise(1, algorithm::eltwise_relu, 0, 0);
    primitive_attr attributes;
    attributes.set_post_ops(operations);
    try {
        return {{kind, way.algorithm, src_of(shape, batch, way), any(shape.weights()), bias(shape), dst_of(shape, batch, way), strides, padding(shape),
                    padding(shape)},
            attributes, engine, true};
    } catch (const error &) {
        return {};
    }
}

DataConvolution describe_data(const engine &engine, const ConvolutionShape &shape, int batch, Way way) {
    // What the forward direction runs is a hint only; direct is always there.
    const auto hint = describe_forward(engine, shape, batch, Direction::forward, {algorithm::convolution_direct, way.layout});
    try {
        return {{way.algorithm, src_of(shape, batch, way), any(shape.weights()), dst_of(shape, batch, way), strides, padding(shape), padding(shape)},
            engine, hint, true};
    } catch (const error &) {
        return {};
    }
}

WeightsConvolution describe_weights(const engine &engine, const ConvolutionShape &shape, int batch, Way way) {
    const auto hint = describe_forward(engine, shape, batch, Direction::forward, {algorithm::convolution_direct, way.layout});
    try {
        WeightsConvolution result {{way.algorithm, src_of(shape, batch, way), any(shape.weights()), bias(shape), dst_of(shape, batch, way), strides,
                                       padding(shape), padding(shape)},
            engine, hint, true};
        // An optimizer must be able to walk over the gradients, so they must not lie in a private form.
        return result && result.diff_weights_desc().data.format_kind == dnnl_blocked ? result : WeightsConvolution();
    } catch (const error &) {
        return {};
    }
}

RunnableWay fastest_way(const engine &engine, const ConvolutionShape &shape, int batch, Direction direction) {
    Contest contest(engine);
    for (const auto &way : all_ways()) {
        if (direction == Direction::backward_data) {
            if (const auto found = describe_data(engine, shape, batch, way)) {
                contest.enter<convolution_backward_data>(way, found,
                    {{DNNL_ARG_DIFF_SRC, found.diff_src_desc()}, {DNNL_ARG_WEIGHTS, found.weights_desc()}, {DNNL_ARG_DIFF_DST, found.diff_dst_desc()}});
            }
        } else if (direction == Direction::backward_weights) {
            if (const auto found = describe_weights(engine, shape, batch, way)) {
                contest.enter<convolution_backward_weights>(way, found,
                    {{DNNL_ARG_SRC, found.src_desc()}, {DNNL_ARG_DIFF_DST, found.diff_dst_desc()}, {DNNL_ARG_DIFF_WEIGHTS, found.diff_weights_desc()},
                        {DNNL_ARG_DIFF_BIAS, found.diff_bias_desc()}});
            }
        } else if (const auto found = describe_forward(engine, shape, batch, direction, way)) {
            contest.enter<convolution_forward>(way, found,
                {{DNNL_ARG_SRC, found.src_desc()}, {DNNL_ARG_WEIGHTS, found.weights_desc()}, {DNNL_ARG_BIAS, found.bias_desc()},
                    {DNNL_ARG_DST, found.dst_desc()}});
        }
    }
    return contest.winner();
}
