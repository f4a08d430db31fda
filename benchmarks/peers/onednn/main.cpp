// Measures oneDNN on the network of the benchmarks, one figure a line; see ../README.md.
#include <cstdio>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>
#include <stdexcept>

#include "network.h"
#include "reference.h"
#include "sampling.h"
#include "start.h"

namespace {

constexpr int batch = 32;

// Those of reference.py and, for gradients, what a difference quotient in single precision can tell.
constexpr double tolerance = 1e-4;
constexpr double gradient_tolerance = 0.05;

struct Options {
    std::string reference, isa = "avx512";
    int threads = 1, samples = 15;
    bool is_check = false, is_cold = false;
};

Options parse(int argc, char **argv) {
    Options options;
    for (int i = 1; i < argc; i++) {
        const std::string name = argv[i];
        if (name == "--check") {
            options.is_check = true;
            continue;
        }
        if (name == "--cold") {
            options.is_cold = true;
            continue;
        }
        if (i + 1 == argc)
            throw std::invalid_argument(name + " needs a value");
        const std::string value = argv[++i];
        if (name == "--reference")
            options.reference = value;
        else if (name == "--isa" && (value == "avx512" || value == "avx2"))
            options.isa = value;
        else if (name == "--threads" && std::stoi(value) >= 1)
            options.threads = std::stoi(value);
        else if (name == "--samples" && std::stoi(value) >= 1)
            options.samples = std::stoi(value);
        else
            throw std::invalid_argument("cannot make sense of " + name + " " + value);
    }
    if (options.reference.empty())
        throw std::invalid_argument("--reference FOLDER is missing");
    return options;
}

void print(const Options &options, const std::string &metric, double value, const char *unit, const std::string &note = "") {
    std::printf("onednn %d %s %.4g %s%s\n", options.threads, metric.c_str(), value, unit, note.empty() ? "" : (" " + note).c_str());
    std::fflush(stdout);
}

// The fastest way for every convolution and one direction.
void choose(const dnnl::engine &engine, int images, Direction direction, Choices &choices) {
    for (int i = 0; i < static_cast<int>(convolutions.size()); i++) {
        if (i > 0 || direction != Direction::backward_data)
            choices[{i, direction}] = fastest_way(engine, convolutions[i], images, direction);
    }
}

// Networks are tried with the fastest way of each convolution by itself, and with one way for all, which may save reorders.
template <typename Program>
std::pair<double, std::string> fastest_network(const dnnl::engine &engine, const Reference &reference, int images, const Choices &choices, int samples,
    const CacheSweep *sweep) {
    std::vector<std::pair<std::string, Choices>> candidates {{"fastest of each convolution", choices}};
    for (const auto &way : all_ways()) {
        if (way.algorithm != dnnl::algorithm::convolution_direct)
            continue;
        auto same = choices;
        for (auto &choice : same)
            choice.second.way = way;
        candidates.emplace_back("all " + way.name(), same);
    }
    std::pair<double, const std::pair<std::string, Choices> *> best {std::numeric_limits<double>::infinity(), nullptr};
    for (const auto &candidate : candidates) {
        Program program(engine, reference, images, candidate.second);
        const auto seconds = least_seconds([&] { program.run(); }, sweep);
        if (seconds < best.first)
            best = {seconds, &candidate};
    }
    Program program(engine, reference, images, best.second->second);
    return {median_seconds([&] { program.run(); }, samples, sweep), best.second->first};
}

void measure(const Options &options, const dnnl::engine &engine, const Reference &reference, const Choices &one, const Choices &all) {
    const auto memory = options.is_cold ? std::make_unique<CacheSweep>() : nullptr;
    const auto *sweep = memory.get();
    const std::string ending = sweep ? "_cold" : "";
    const auto [first, first_way] = fastest_network<Predictor>(engine, reference, 1, one, options.samples, sweep);
    print(options, "infer_b1" + ending, 1e3 * first, "ms", first_way);
    const auto [second, second_way] = fastest_network<Predictor>(engine, reference, batch, all, options.samples, sweep);
    print(options, "infer_b32" + ending, batch / second, "img/s", second_way);
    const auto [third, third_way] = fastest_network<Trainer>(engine, reference, batch, all, options.samples, sweep);
    print(options, "train_b32" + ending, batch / third, "img/s", third_way);
    // Which kernel is the fastest is told for convolutions by themselves, warm.
    if (sweep)
        return;
    for (int i = 0; i < static_cast<int>(convolutions.size()); i++) {
        for (const auto &[direction, suffix] : {std::pair(Direction::predict, "fwd"), {Direction::backward_data, "bwdd"}, {Direction::backward_weights, "bwdw"}}) {
            const auto choice = all.find({i, direction});
            if (choice == all.end())
                continue;
            const auto &fastest = choice->second;
            print(options, "conv" + std::to_string(i + 1) + "_" + suffix + "_b32",
                convolutions[i].flops(batch) / median_seconds(fastest.run, options.samples) / 1e9, "GFLOP/s",
                fastest.way.name() + " " + fastest.implementation);
        }
    }
}

void check(const Options &options, const dnnl::engine &engine, const Reference &reference, const Choices &one, const Choices &all) {
    Predictor single(engine, reference, 1, one), whole(engine, reference, batch, all);
    single.run();
    whole.run();
    const auto difference = std::max(single.difference(), whole.difference());
    print(options, "max_difference", difference, "probability");
    const auto error = Trainer(engine, reference, batch, all, false).gradient_error();
    print(options, "gradient_error", 100 * error, "%");
    if (!(difference <= tolerance && error <= gradient_tolerance))
        throw std::runtime_error("not the same network as CnnGen's");
}

void run(const Options &options) {
    const auto engine = start(options.isa, options.threads);
    const Reference reference {
        read_safetensors(options.reference + "/weights.safetensors"), read_safetensors(options.reference + "/batch.safetensors")};
    Choices one, all;
    choose(engine, 1, Direction::predict, one);
    for (const auto direction : {Direction::predict, Direction::forward, Direction::backward_data, Direction::backward_weights})
        choose(engine, batch, direction, all);
    if (options.is_check)
        check(options, engine, reference, one, all);
    else
        measure(options, engine, reference, one, all);
}

} // namespace

int main(int argc, char **argv) {
    try {
        run(parse(argc, argv));
        return 0;
    } catch (const std::exception &e) {
        std::fprintf(stderr, "Error: %s\n", e.what());
        return 1;
    }
}
