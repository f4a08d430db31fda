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

    // Memory for what a step writes: the smallest that was given back and is large enough, else new.
    dnnl::memory take(const dnnl::memory::desc &desc) {
        const auto is_closer = [size = desc.get_size()](const dnnl::memory &memory, const dnnl::memory &than) {
            return memory.get_desc().get_size() >= size && (!than || memory.get_desc().get_size() < than.get_desc().get_size());
        };
        dnnl::memory best;
        for (const auto &[handle, memory] : free_) {
            if (is_closer(memory, best))
                best = memory;
        }
        if (!best)
            best = dnnl::memory(desc, engine_);
        free_.erase(best.get_data_handle());
        taken_[best.get_data_handle()] = best;
        return dnnl::memory(desc, engine_, best.get_data_handle());
    }

    // Steps that are added from now on may write where this memory is.
    void give_back(const dnnl::memory &memory) {
        if (const auto owner = taken_.extract(memory.get_data_handle()))
            free_[owner.key()] = owner.mapped();
    }

    // The values as they must lie: the memory itself where they do, else a copy that every run reorders anew.
    dnnl::memory bring(const dnnl::memory &from, const dnnl::memory::desc &wanted) {
        return from.get_desc() == wanted ? from : copy(from, wanted);
    }

    // A copy that lies as is said.
    dnnl::memory copy(const dnnl::memory &from, const dnnl::memory::desc &wanted) {
        const auto to = take(wanted);
        add(dnnl::reorder(from, to), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
        return to;
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

    // How many steps there are; those of a range are run by themselves.
    size_t size() const { return steps_.size(); }
    void run(size_t from, size_t to) {
        for (size_t i = from; i < to; i++)
            steps_[i]();
        stream_.wait();
    }

private:
    dnnl::engine engine_;
    dnnl::stream stream_;
    std::vector<std::function<void()>> steps_;
    // By address; what the steps use lives as long as they.
    std::unordered_map<void *, dnnl::memory> free_, taken_;
};

inline float *values(const dnnl::memory &memory) {
    return static_cast<float *>(memory.get_data_handle());
}

inline size_t count(const dnnl::memory &memory) {
    return memory.get_desc().get_size() / sizeof(float);
}
