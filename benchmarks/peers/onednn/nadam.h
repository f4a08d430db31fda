// Nadam as Keras has it by default, over all parameters, in plain loops that the compiler vectorises.
#pragma once

#include <vector>

#include "program.h"

class Nadam {
public:
    // Parameters and their gradients must lie alike.
    void add(const dnnl::memory &weights, const dnnl::memory &gradients);

    void step();

    size_t size() const { return slots_.size(); }

    // A copy of the gradient of a parameter.
    std::vector<float> gradient(size_t index) const;

    // Moves a parameter along a direction.
    void move(size_t index, const std::vector<float> &direction, double factor);

private:
    struct Slot {
        dnnl::memory weights, gradients;
        std::vector<float> mean, square;
    };

    std::vector<Slot> slots_;
    long steps_ = 0;
    double product_ = 1;
};
