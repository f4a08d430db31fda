// Loads the weights, predicts one image with oneDNN, prints its probabilities. The network is that of ../../peers/onednn.
#include <omp.h>

#include <cstdio>
#include <exception>

#include "network.h"
#include "reference.h"

int main(int argc, char **argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s WEIGHTS BATCH\n", argv[0]);
        return 2;
    }
    try {
        omp_set_num_threads(1);
        const Reference reference {read_safetensors(argv[1]), read_safetensors(argv[2])};
        const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
        // Nothing is tried out: a program that starts has no time for it.
        Choices choices;
        for (int i = 0; i < static_cast<int>(convolutions.size()); i++)
            choices[{i, Direction::predict}] = {Way {}, "", {}};
        Predictor predictor(engine, reference, 1, choices);
        predictor.run();
        for (const auto probability : predictor.probabilities())
            std::printf("%.9g ", probability);
        std::printf("\n");
        return 0;
    } catch (const std::exception &e) {
        std::fprintf(stderr, "Error: %s\n", e.what());
        return 1;
    }
}
