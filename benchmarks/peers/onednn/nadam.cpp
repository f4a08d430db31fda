#include "nadam.h"

#include <cmath>
#include <stdexcept>

void Nadam::add(const dnnl::memory &weights, const dnnl::memory &gradients) {
    if (weights.get_desc() != gradients.get_desc())
        throw std::logic_error("parameters and gradients lie differently");
    slots_.push_back({weights, gradients, std::vector<float>(count(weights)), std::vector<float>(count(weights))});
}

void Nadam::step() {
    constexpr double rate = 0.001, beta1 = 0.9, beta2 = 0.999, decay = 0.96;
    constexpr float epsilon = 1e-7f;
    const auto momentum = [](long step) { return beta1 * (1 - 0.5 * std::pow(decay, step)); };
    steps_++;
    product_ *= momentum(steps_);
    const auto next = momentum(steps_ + 1);
    const auto mean_rate = static_cast<float>(rate * next / (1 - product_ * next));
    const auto gradient_rate = static_cast<float>(rate * (1 - momentum(steps_)) / (1 - product_));
    const auto correction = static_cast<float>(1 / (1 - std::pow(beta2, steps_)));
    for (auto &slot : slots_) {
        float *w = values(slot.weights), *m = slot.mean.data(), *v = slot.square.data();
        const float *g = values(slot.gradients);
        const auto size = static_cast<long>(slot.mean.size());
#pragma omp parallel for simd schedule(static)
        for (long i = 0; i < size; i++) {
            m[i] += (g[i] - m[i]) * static_cast<float>(1 - beta1);
            v[i] += (g[i] * g[i] - v[i]) * static_cast<float>(1 - beta2);
            w[i] -= (m[i] * mean_rate + g[i] * gradient_rate) / (std::sqrt(v[i] * correction) + epsilon);
        }
    }
}

std::vector<float> Nadam::gradient(size_t index) const {
    const float *gradients = values(slots_[index].gradients);
    return {gradients, gradients + slots_[index].mean.size()};
}

void Nadam::move(size_t index, const std::vector<float> &direction, double factor) {
    for (size_t i = 0; i < direction.size(); i++)
        values(slots_[index].weights)[i] += static_cast<float>(factor * direction[i]);
}
