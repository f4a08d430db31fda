// How a program that measures oneDNN begins.
#pragma once

#include <omp.h>
#include <xmmintrin.h>

#include <cstdio>
#include <stdexcept>
#include <string>

#include <oneapi/dnnl/dnnl.hpp>

// Holds oneDNN to an instruction set and a number of threads, and says what it is.
inline dnnl::engine start(const std::string &isa, int threads) {
    if (isa == "avx2" && dnnl::set_max_cpu_isa(dnnl::cpu_isa::avx2) != dnnl::status::success)
        throw std::runtime_error("oneDNN cannot be held to AVX2");
    omp_set_num_threads(threads);
    // Numbers near zero are zero, which is never slower.
#pragma omp parallel
    _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
    const auto *version = dnnl::version();
    std::printf("# oneDNN %d.%d.%d, cpu_isa 0x%x, %d threads\n", version->major, version->minor, version->patch,
        static_cast<unsigned>(dnnl::get_effective_cpu_isa()), threads);
    return dnnl::engine(dnnl::engine::kind::cpu, 0);
}
