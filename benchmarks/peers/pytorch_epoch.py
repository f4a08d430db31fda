"""Trains PyTorch for one epoch on Fashion-MNIST as the sample's default does: 55,000 images in random order, batches of 32, then the loss on 5,000."""
import argparse
import gzip
import os
import time
from pathlib import Path

import numpy
import torch
from torch.nn import functional

from figures import Figure
from pytorch_network import FashionCnn
from pytorch_peer import FORMATS, best, training_step, trainings
from reference import Reference

BATCH = 32
VALIDATION = 5_000


def read(folder: Path, name: str, header: int) -> numpy.ndarray:
    """The bytes behind the header of an IDX file."""
    packed = folder / f"{name}.gz"
    content = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / name).read_bytes()
    return numpy.frombuffer(content, numpy.uint8, offset=header).copy()


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", required=True, metavar="FOLDER", help="what `CnnGen.Benchmarks -- reference` wrote")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("CNNGEN_DATA") or "/usr/share/datasets/fashion-mnist"))
    parser.add_argument("--images", type=int, default=60_000, help="fewer, to try it out")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(42)

    reference = Reference(options.reference)
    _, way = best(trainings(reference), 3)
    layout, foreach = way.split(",")
    network = FashionCnn(reference, FORMATS[layout])
    labels = torch.from_numpy(read(options.data, "train-labels-idx1-ubyte", 8)).long()[:options.images]
    # All images as floats, so that a step only picks its rows.
    images = torch.from_numpy(read(options.data, "train-images-idx3-ubyte", 16)).reshape(-1, 1, 28, 28)[:options.images].float()
    images = images.contiguous(memory_format=FORMATS[layout])
    network.mean = images.mean(0)
    network.factor = 1 / images.std(0, unbiased=False).clamp(min=1e-7)
    for layer in (*network.convolutions, *network.dense):
        torch.nn.init.xavier_uniform_(layer.weight)
        torch.nn.init.zeros_(layer.bias)
    step = training_step(network, foreach == "foreach=True")

    count = len(images) - min(VALIDATION, len(images) // 2)
    start = time.perf_counter()
    for rows in torch.randperm(count).split(BATCH):
        step(images[rows], labels[rows])
    network.eval()
    with torch.inference_mode():
        logits = torch.cat([network(rows) for rows in images[count:].split(BATCH)])
    seconds = time.perf_counter() - start
    accuracy = (logits.argmax(1) == labels[count:]).float().mean().item()
    loss = functional.cross_entropy(logits, labels[count:]).item()
    print(Figure("pytorch", options.threads, "epoch", seconds, "s", f"{way}, {count} images, validation loss {loss:.4f}, accuracy {accuracy:.4f}"))


if __name__ == "__main__":
    main()
