// How long a call takes, measured as `quick` does it.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

template <typename Run>
double time_of(const Run &run, long times) {
    const auto start = std::chrono::steady_clock::now();
    for (long i = 0; i < times; i++)
        run();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Empties the caches: all threads write their part of as much memory as quick's sweep does.
class CacheSweep {
public:
    void operator()() const {
#pragma omp parallel for schedule(static)
        for (long i = 0; i < lines; i++)
            memory[i * line]++;
    }

private:
    static constexpr long line = 64, lines = (256L << 20) / line;
    const std::unique_ptr<unsigned char[]> memory = std::make_unique<unsigned char[]>(line * lines);
};

// Seconds of one call in each of some samples, sorted. A sample takes about as long as is said, or one call where that is longer, behind a call of the same;
// with a sweep it is one call behind that. Samples end early where they have taken longer than a limit.
template <typename Run>
std::vector<double> samples_of(const Run &run, int samples, double sample_seconds, const CacheSweep *sweep, double limit) {
    run();
    long times = 1;
    double took;
    while ((took = time_of(run, times)) < sample_seconds / 2)
        times *= 2;
    times = sweep ? 1 : std::max(1L, std::lround(times * sample_seconds / took));
    std::vector<double> seconds;
    // A call that is as long as a sample has been one.
    if (!sweep && times == 1)
        seconds.push_back(took);
    for (double total = took; static_cast<int>(seconds.size()) < samples && (seconds.empty() || total < limit); total += seconds.back() * times) {
        if (sweep)
            (*sweep)();
        seconds.push_back(time_of(run, times) / times);
    }
    std::sort(seconds.begin(), seconds.end());
    return seconds;
}

template <typename Run>
double median_seconds(const Run &run, int samples, const CacheSweep *sweep = nullptr) {
    const auto seconds = samples_of(run, samples, 0.03, sweep, std::numeric_limits<double>::infinity());
    return (seconds[(seconds.size() - 1) / 2] + seconds[seconds.size() / 2]) / 2;
}

// The least of a few short samples: what chooses between ways to compute the same, so that a busy machine does not.
template <typename Run>
double least_seconds(const Run &run, const CacheSweep *sweep = nullptr) {
    return samples_of(run, 3, 0.01, sweep, 0.5).front();
}
