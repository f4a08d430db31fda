// Measures oneDNN on a network of the zoo, one figure a line; see ../../README.md.
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <stdexcept>

#include "../sampling.h"
#include "../start.h"
#include "network.h"

namespace {

constexpr int prediction_batch = 32;

// That of zoo_peer.py.
constexpr double tolerance = 1e-3;

struct Options {
    std::string folder, network, isa = "avx512";
    int threads = 1, samples = 5;
    bool is_check = false;
    // By metric, the only way to measure.
    std::map<std::string, std::string> ways;
};

Options parse(int argc, char **argv) {
    Options options;
    for (int i = 1; i < argc; i++) {
        const std::string name = argv[i];
        if (name == "--check") {
            options.is_check = true;
            continue;
        }
        if (++i == argc)
            throw std::invalid_argument(name + " needs a value");
        const std::string value = argv[i];
        if (name == "--folder")
            options.folder = value;
        else if (name == "--network")
            options.network = value;
        else if (name == "--isa" && (value == "avx512" || value == "avx2"))
            options.isa = value;
        else if (name == "--threads" && std::stoi(value) >= 1)
            options.threads = std::stoi(value);
        else if (name == "--samples" && std::stoi(value) >= 1)
            options.samples = std::stoi(value);
        else if (name == "--way" && value.find('=') != std::string::npos)
            options.ways[value.substr(0, value.find('='))] = value.substr(value.find('=') + 1);
        else
            throw std::invalid_argument("cannot make sense of " + name + " " + value);
    }
    if (options.folder.empty() || options.network.empty())
        throw std::invalid_argument("--folder FOLDER or --network NAME is missing");
    return options;
}

const std::string plain = "all direct,any";
const std::string fastest_of_each = "fastest of each convolution";

// For each convolution the faster algorithm, as it takes its time inside of the network; nothing where Winograd's is not to be had.
Way mixed(const dnnl::engine &engine, const Model &model, int batch) {
    Way all;
    for (const auto &operation : model.operations) {
        if (operation.kind == "convolution")
            all.winograd.insert(operation.name);
    }
    Network winograd(engine, model, batch, all);
    Way way;
    if (winograd.winograd().empty())
        return way;
    const auto with = winograd.seconds_of_operations(), without = Network(engine, model, batch, {}).seconds_of_operations();
    for (size_t i = 0; i < with.size(); i++) {
        if (winograd.winograd().count(model.operations[i].name) > 0 && with[i] < without[i])
            way.winograd.insert(model.operations[i].name);
    }
    return way;
}

struct Candidate {
    std::string name;
    std::unique_ptr<Network> network;
    double seconds = 0;
};

// The ways to predict that are tried, or the only one that is wanted. The plain one must compute what CnnGen computes; others that do not are left out.
std::vector<Candidate> candidates_of(const dnnl::engine &engine, const Model &model, int batch, const std::string &wanted) {
    std::vector<Candidate> candidates;
    const auto enter = [&](const std::string &name, const Way &way) {
        if (!wanted.empty() && wanted != name)
            return;
        auto network = std::make_unique<Network>(engine, model, batch, way);
        network->run();
        const auto difference = network->difference();
        if (difference <= tolerance) {
            candidates.push_back({name, std::move(network)});
        } else if (name == plain) {
            throw std::runtime_error("outputs differ from CnnGen's by " + std::to_string(difference) + " of the greatest: not the same network");
        } else {
            std::printf("# %d images: %s is left out, as its outputs are wrong by %.3g of the greatest\n", batch, name.c_str(), difference);
        }
    };
    enter(plain, {});
    enter("all direct,nhwc", {dnnl::memory::format_tag::nhwc, {}});
    if (wanted.empty() || wanted == fastest_of_each) {
        const auto way = mixed(engine, model, batch);
        if (!way.winograd.empty())
            enter(fastest_of_each, way);
    }
    if (candidates.empty())
        throw std::runtime_error("no way is left of " + wanted);
    return candidates;
}

// The least of a few samples chooses two, and the samples of these the faster one.
Candidate fastest(std::vector<Candidate> candidates, int samples) {
    const auto is_faster = [](const Candidate &one, const Candidate &other) { return one.seconds < other.seconds; };
    if (candidates.size() > 2) {
        for (auto &candidate : candidates)
            candidate.seconds = least_seconds([&] { candidate.network->run(); });
        std::sort(candidates.begin(), candidates.end(), is_faster);
        candidates.resize(2);
    }
    for (auto &candidate : candidates)
        candidate.seconds = median_seconds([&] { candidate.network->run(); }, samples);
    return std::move(*std::min_element(candidates.begin(), candidates.end(), is_faster));
}

void run(const Options &options) {
    const auto engine = start(options.isa, options.threads);
    const Model model {
        read_operations(options.folder + "/onednn.txt"), read_safetensors(options.folder + "/onednn.safetensors"),
        read_safetensors(options.folder + "/batch.safetensors").at("images"), read_safetensors(options.folder + "/outputs.safetensors").at("outputs")};
    for (const int batch : {1, prediction_batch}) {
        const auto metric = "infer_b" + std::to_string(batch);
        const auto wanted = options.ways.find(metric);
        auto candidates = candidates_of(engine, model, batch, wanted == options.ways.end() ? "" : wanted->second);
        if (options.is_check)
            return;
        const auto best = fastest(std::move(candidates), options.samples);
        std::printf("onednn %d %s_%s %.4g %s %s\n", options.threads, options.network.c_str(), metric.c_str(),
            batch == 1 ? 1e3 * best.seconds : batch / best.seconds, batch == 1 ? "ms" : "img/s", best.name.c_str());
        std::fflush(stdout);
    }
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
