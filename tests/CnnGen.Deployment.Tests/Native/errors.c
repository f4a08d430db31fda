// Makes every mistake that the library can see, and prints a line for each: the mistake, the status, the message.
//
//   errors FOLDER     the folder holds damaged.safetensors, and no missing.safetensors

#include "tiny_cnn.h"

#include <stdio.h>
#include <string.h>

enum { SIZE = TINY_CNN_INPUT_SIZE, CLASSES = TINY_CNN_OUTPUT_SIZE };

static float floats[2 * SIZE + 1], outputs[2 * CLASSES + 1];
static uint8_t bytes[2 * SIZE];

static void tell(const char *mistake, tiny_cnn_status status)
{
    printf("%s|%d|%s\n", mistake, (int)status, tiny_cnn_last_error());
}

static void wrong_handles(void)
{
    tiny_cnn *gone, *later;
    int local = 0;
    tell("create without a place for the handle", tiny_cnn_create(0, NULL));
    tell("null handle", tiny_cnn_set_threads(NULL, 1));
    tiny_cnn_create(0, &gone);
    tiny_cnn_destroy(gone);
    tell("destroyed handle", tiny_cnn_predict(gone, floats, SIZE, outputs, CLASSES));
    tell("destroyed twice", tiny_cnn_destroy(gone));
    tiny_cnn_create(0, &later);
    tell("destroyed handle whose place is taken", tiny_cnn_save(gone, "never.safetensors"));
    tell("handle that is an address", tiny_cnn_train_step(
        (tiny_cnn *)(void *)&local, floats, SIZE, &(int32_t){0}, 1, 0.001, NULL, NULL));
    const char *name = tiny_cnn_instruction_set(gone);
    tell(name == NULL ? "name of a destroyed handle" : name, TINY_CNN_INVALID_HANDLE);
    tell("destroy null", tiny_cnn_destroy(NULL));
    tiny_cnn_destroy(later);
}

static void wrong_sizes(tiny_cnn *network)
{
    int32_t labels[] = {1, CLASSES, -1};
    tell("half an image", tiny_cnn_predict(network, floats, SIZE / 2, outputs, CLASSES));
    tell("little room", tiny_cnn_predict_bytes(network, bytes, 2 * SIZE, outputs, CLASSES));
    tell("no images", tiny_cnn_predict(network, NULL, SIZE, outputs, CLASSES));
    tell("no room", tiny_cnn_predict(network, floats, SIZE, NULL, CLASSES));
    tell("no alignment", tiny_cnn_predict(network, (const float *)(const void *)((const char *)floats + 1), SIZE, outputs, CLASSES));
    tell("too many", tiny_cnn_predict_bytes(network, bytes, SIZE_MAX, outputs, CLASSES));
    tell("label too large", tiny_cnn_train_step(network, floats, 2 * SIZE, labels, 2, 0.001, NULL, NULL));
    tell("label below zero", tiny_cnn_train_step_bytes(network, bytes, SIZE, labels + 2, 1, 0.001, NULL, NULL));
    tell("label missing", tiny_cnn_train_step(network, floats, 2 * SIZE, labels, 1, 0.001, NULL, NULL));
    tell("empty batch", tiny_cnn_train_step(network, NULL, 0, NULL, 0, 0.001, NULL, NULL));
    tell("learning rate below zero", tiny_cnn_train_step(network, floats, SIZE, labels, 1, -1, NULL, NULL));
    tell("adapt to nothing", tiny_cnn_adapt(network, NULL, 0));
    tell("adapt to a part", tiny_cnn_adapt_bytes(network, bytes, SIZE - 1));
    tell("no threads", tiny_cnn_set_threads(network, 0));
}

static void wrong_files(tiny_cnn *network, const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/missing.safetensors", folder);
    tell("missing file", tiny_cnn_load(network, path));
    snprintf(path, sizeof path, "%s/damaged.safetensors", folder);
    tell("damaged file", tiny_cnn_load(network, path));
    tell("damaged memory", tiny_cnn_load_memory(network, "damaged", 7));
    tell("no memory", tiny_cnn_load_memory(network, NULL, 7));
    snprintf(path, sizeof path, "%s/no such folder/file", folder);
    tell("no folder", tiny_cnn_save(network, path));
    tell("no path", tiny_cnn_load(network, NULL));
    tell("empty path", tiny_cnn_load(network, ""));
    tell("path that is no UTF-8", tiny_cnn_save(network, "\xff"));
}

int main(int argc, char **argv)
{
    if (argc != 2 || tiny_cnn_input_size() != SIZE || tiny_cnn_output_size() != CLASSES || strcmp(tiny_cnn_version(), TINY_CNN_VERSION) != 0)
        return 1;

    for (int i = 0; i < SIZE; i++)
        floats[i] = (float)(i % 16);

    tiny_cnn *network;
    float before[CLASSES], after[CLASSES];
    if (tiny_cnn_create(3, &network) || tiny_cnn_predict(network, floats, SIZE, before, CLASSES))
        return 2;
    wrong_handles();
    wrong_sizes(network);
    wrong_files(network, argv[1]);
    if (tiny_cnn_predict(network, floats, SIZE, after, CLASSES))
        return 3;
    tell(memcmp(before, after, sizeof before) == 0 ? "the network is as it was" : "THE NETWORK HAS CHANGED", TINY_CNN_OK);
    return tiny_cnn_destroy(network) == TINY_CNN_OK ? 0 : 4;
}
