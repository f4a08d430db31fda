// Trains a network from C, saves it, loads it into a second one and compares what the two predict.
//
//   tiny_native [IMAGES LABELS [WEIGHTS]]
//
// IMAGES and LABELS are the uncompressed IDX files of Fashion-MNIST; without them (or with "-") images are drawn by the program itself. WEIGHTS is
// the file to save to, tiny_cnn.safetensors when left out. Exit codes: 0 done, 1 the network failed, 2 the data could not be read.

#include "tiny_cnn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IMAGES = 1024, BATCH = 32, STEPS = IMAGES / BATCH, SHOWN = 5 };

static uint8_t images[IMAGES * TINY_CNN_INPUT_SIZE];
static int32_t labels[IMAGES];

// Ends the program with the library's words where a call failed.
static void check(tiny_cnn_status status, const char *what)
{
    if (status != TINY_CNN_OK) {
        fprintf(stderr, "%s: error %d: %s\n", what, (int)status, tiny_cnn_last_error());
        exit(1);
    }
}

// Reads the first bytes of an IDX file behind its header.
static void read_idx(const char *path, long header, uint8_t *bytes, size_t count)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, header, SEEK_SET) != 0 || fread(bytes, 1, count, file) != count) {
        fprintf(stderr, "%s: %lu bytes behind a header of %ld could not be read\n", path, (unsigned long)count, header);
        exit(2);
    }
    fclose(file);
}

static void read_data(const char *image_path, const char *label_path)
{
    static uint8_t classes[IMAGES];
    read_idx(image_path, 16, images, sizeof images);
    read_idx(label_path, 8, classes, sizeof classes);
    for (int i = 0; i < IMAGES; i++)
        labels[i] = classes[i];
}

// Noise, and in it a bright bar whose height says the class.
static void draw_data(void)
{
    uint32_t random = 1;
    for (int i = 0; i < IMAGES; i++) {
        labels[i] = i % TINY_CNN_OUTPUT_SIZE;
        for (int pixel = 0; pixel < TINY_CNN_INPUT_SIZE; pixel++) {
            int row = pixel / TINY_CNN_INPUT_WIDTH;
            int on_bar = row / 2 == labels[i] + 2;
            random = random * 1664525u + 1013904223u;
            images[i * TINY_CNN_INPUT_SIZE + pixel] = (uint8_t)((random >> 24) / 2 + (on_bar ? 128 : 0));
        }
    }
}

static tiny_cnn *train(void)
{
    tiny_cnn *network;
    check(tiny_cnn_create(42, &network), "create");
    check(tiny_cnn_adapt_bytes(network, images, sizeof images), "adapt");
    printf("training on %s\n", tiny_cnn_instruction_set(network));
    for (int step = 0; step < STEPS; step++) {
        double loss;
        int32_t correct;
        check(tiny_cnn_train_step_bytes(network, images + step * BATCH * TINY_CNN_INPUT_SIZE, BATCH * TINY_CNN_INPUT_SIZE,
                                        labels + step * BATCH, BATCH, 0.001, &loss, &correct), "train");
        if (step == 0 || (step + 1) % 8 == 0)
            printf("step %2d: loss %.4f, %d of %d right\n", step + 1, loss, (int)correct, BATCH);
    }
    return network;
}

static void predict(tiny_cnn *network, float *outputs)
{
    check(tiny_cnn_predict_bytes(network, images, SHOWN * TINY_CNN_INPUT_SIZE, outputs, SHOWN * TINY_CNN_OUTPUT_SIZE), "predict");
}

int main(int argc, char **argv)
{
    const char *weights = argc > 3 ? argv[3] : "tiny_cnn.safetensors";
    if (argc > 2 && strcmp(argv[1], "-") != 0)
        read_data(argv[1], argv[2]);
    else
        draw_data();

    float trained[SHOWN * TINY_CNN_OUTPUT_SIZE], loaded[SHOWN * TINY_CNN_OUTPUT_SIZE];
    tiny_cnn *network = train();
    predict(network, trained);
    check(tiny_cnn_save(network, weights), "save");
    check(tiny_cnn_destroy(network), "destroy");

    check(tiny_cnn_create(0, &network), "create");
    check(tiny_cnn_load(network, weights), "load");
    predict(network, loaded);
    printf("saved to %s; loaded, it predicts %s\n", weights, memcmp(trained, loaded, sizeof trained) == 0 ? "the same bits" : "OTHER BITS");
    for (int i = 0; i < SHOWN; i++) {
        const float *output = loaded + i * TINY_CNN_OUTPUT_SIZE;
        int best = 0;
        float sum = 0;
        for (int c = 0; c < TINY_CNN_OUTPUT_SIZE; c++) {
            best = output[c] > output[best] ? c : best;
            sum += output[c];
        }
        printf("image %d: class %d with %.3f, label %d; probabilities sum to %.5f\n", i, best, output[best], (int)labels[i], sum);
    }

    // A batch that lost a byte on the way: nothing is read, nothing is changed.
    tiny_cnn_status status = tiny_cnn_predict_bytes(network, images, TINY_CNN_INPUT_SIZE - 1, loaded, TINY_CNN_OUTPUT_SIZE);
    printf("one byte less: error %d: %s\n", (int)status, tiny_cnn_last_error());
    check(tiny_cnn_destroy(network), "destroy");
    return 0;
}
