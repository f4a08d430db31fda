// A list of primitives and loops that runs from front to back.
#pragma once

#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

class Program {
public:
    explicit Program(const dnnl::engine &engine) : engine_(engine), stream_(engine) {}

    const dnnl::engine &engine() const { return engine_; }

    void add(const dnnl::primitive &primitive, std::unordered_map<int, dnnl::memory> arguments) {
        steps_.push_back([this, primitive, arguments = std::move(arguments)] { primitive.execute(stream_, arguments); });
    }

    void add(std::function<void()> loop) { steps_.push_back(std::move(loop)); }

    // The values as they must lie: the memory itself where they do, else a copy that every run reorders anew.
    dnnl::memory bring(const dnnl::memory &from, const dnnl::memory::desc &wanted) {
        if (from.get_desc() == wanted)
            return from;
        dnnl::memory copy(wanted, engine_);
        add(dnnl::reorder(from, copy), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, copy}});
        return copy;
    }

    // The same, once and for all.
    dnnl::memory prepare(const dnnl::memory &from, const dnnl::memory::desc &wanted) {
        if (from.get_desc() == wanted)
            return from;
        dnnl::memory copy(wanted, engine_);
        dnnl::reorder(from, copy).execute(stream_, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, copy}});
        stream_.wait();
        return copy;
    }

    void run() {
        for (const auto &step : steps_)
            step();
        stream_.wait();
    }

private:
    dnnl::engine engine_;
    dnnl::stream stream_;
    std::vector<std::function<void()>> steps_;
};

inline float *values(const dnnl::memory &memory) {
    return static_cast<float *>(memory.get_data_handle());
}

inline size_t count(const dnnl::memory &memory) {
    return memory.get_desc().get_size() / sizeof(float);
}
