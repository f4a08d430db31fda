// Loads a model, predicts one image with ONNX Runtime, prints its probabilities.
#include <onnxruntime_cxx_api.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <vector>

int main(int argc, char **argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s MODEL IMAGE\n", argv[0]);
        return 2;
    }
    try {
        std::vector<float> image(28 * 28);
        std::ifstream(argv[2], std::ios::binary).read(reinterpret_cast<char *>(image.data()), static_cast<std::streamsize>(image.size() * sizeof(float)));
        Ort::Env env(ORT_LOGGING_LEVEL_WARNING, "startup");
        Ort::SessionOptions options;
        options.SetIntraOpNumThreads(1);
        options.SetInterOpNumThreads(1);
        options.SetGraphOptimizationLevel(ORT_ENABLE_ALL);
        Ort::Session session(env, argv[1], options);
        const std::array<int64_t, 4> shape {1, 1, 28, 28};
        const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
        const auto input = Ort::Value::CreateTensor<float>(memory, image.data(), image.size(), shape.data(), shape.size());
        const char *inputs[] = {"images"}, *outputs[] = {"probabilities"};
        const auto results = session.Run(Ort::RunOptions {nullptr}, inputs, &input, 1, outputs, 1);
        for (int i = 0; i < 10; i++)
            std::printf("%.9g ", results[0].GetTensorData<float>()[i]);
        std::printf("\n");
        return 0;
    } catch (const Ort::Exception &e) {
        std::fprintf(stderr, "Error: %s\n", e.what());
        return 1;
    }
}
