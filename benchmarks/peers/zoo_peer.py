"""Measures PyTorch on a network of the zoo, and prepares the weights that all tools are measured with. See README.md."""
import argparse
import warnings
from functools import partial
from itertools import product
from pathlib import Path
from typing import Callable

import numpy
import torch
from torch import nn
from torch.nn import functional

from figures import Figure
from onednn_graph import Graph
from pytorch_peer import FORMATS, best, start, ways
from reference import read_safetensors, write_safetensors
from zoo_networks import CLASSIFIERS, Predicting, create

PREDICTION_BATCH = 32
# Of the greatest output; deep networks round in many places.
TOLERANCE = 1e-3


class Zoo:
    """A network of the zoo with its folder."""

    def __init__(self, name: str, folder: Path):
        self.name, self.folder = name, folder
        self.weights = read_safetensors(folder / "weights.safetensors")
        batch = read_safetensors(folder / "batch.safetensors")
        self.images, self.targets = batch["images"], batch["targets"]

    def network(self, memory_format: torch.memory_format = torch.contiguous_format) -> nn.Module:
        """A network with the weights."""
        return create(self.name, self.weights).to(memory_format=memory_format)

    def images_of(self, count: int, memory_format: torch.memory_format = torch.contiguous_format) -> torch.Tensor:
        """The first images, (count, channels, height, width)."""
        return torch.from_numpy(self.images[:count].copy()).permute(0, 3, 1, 2).contiguous(memory_format=memory_format)

    def predicting(self, memory_format: torch.memory_format = torch.contiguous_format) -> nn.Module:
        """The network as it predicts."""
        return Predicting(self.network(memory_format), self.name in CLASSIFIERS).eval()

    def predictions(self, count: int, only: str = "") -> dict[str, Callable[[], torch.Tensor]]:
        """The ways to predict that are tried, by name, or the only one that is wanted."""
        runs = {}
        for name, memory_format in FORMATS.items():
            if only.startswith(name) or not only:
                runs.update(ways(name, self.predicting(memory_format), self.images_of(count, memory_format), only))
        return runs

    def trainings(self, only: str = "") -> dict[str, Callable[[], torch.Tensor]]:
        """The ways to train that are tried, by name, or the only one that is wanted."""
        runs = {}
        for (name, memory_format), foreach in product(FORMATS.items(), (True, False)):
            way = f"{name},foreach={foreach}"
            if only in ("", way):
                runs[way] = self._step(self.network(memory_format).train(), self.images_of(len(self.targets), memory_format), foreach)
        return runs

    def _step(self, network: nn.Module, images: torch.Tensor, foreach: bool) -> Callable[[], torch.Tensor]:
        optimizer = torch.optim.SGD(network.parameters(), lr=1e-4, momentum=0.9, foreach=foreach)
        is_classifier = self.name in CLASSIFIERS
        targets = torch.from_numpy(self.targets.astype(numpy.int64 if is_classifier else numpy.float32))
        if targets.ndim == 4:
            targets = targets.permute(0, 3, 1, 2).contiguous()

        def run() -> torch.Tensor:
            optimizer.zero_grad(set_to_none=True)
            outputs = network(images)
            loss = functional.cross_entropy(outputs, targets) if is_classifier else functional.mse_loss(outputs, targets)
            loss.backward()
            optimizer.step()
            return loss
        return run


def calibrate(zoo: Zoo) -> None:
    """
    Gives batch normalizations the statistics of the batch, so that values stay in the range of a trained network however deep it is, and writes the weights anew.
    """
    network = zoo.network().train()
    layers = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    for layer in layers:
        layer.momentum = 1.0
    with torch.no_grad():
        network(zoo.images_of(PREDICTION_BATCH))
    statistics = iter([values for layer in layers for values in (layer.running_mean, layer.running_var)])
    tensors = {
        name: next(statistics).numpy() if name.rpartition("/")[2] in ("moving_mean", "moving_variance") else values for name, values in zoo.weights.items()}
    write_safetensors(zoo.folder / "weights.safetensors", tensors)


def export(zoo: Zoo) -> None:
    """Writes the network as ONNX files for ONNX Runtime, one for each size of batch, and as a list of primitives for oneDNN."""
    for count in (1, PREDICTION_BATCH):
        torch.onnx.export(
            zoo.predicting(), zoo.images_of(count), str(zoo.folder / f"network_b{count}.onnx"),
            input_names=["images"], output_names=["outputs"], opset_version=14)
    Graph(zoo.predicting(), zoo.images_of(1)).write(zoo.folder)


def right(zoo: Zoo, count: int, only: str = "") -> dict[str, Callable[[], torch.Tensor]]:
    """
    The ways to predict that compute what CnnGen computes: PyTorch's optimization for inference gets some networks wrong. Raises ArithmeticError where its plain
    way does, too.
    """
    expected = read_safetensors(zoo.folder / "outputs.safetensors")["outputs"][:count]
    runs = zoo.predictions(count, only)
    for way, run in list(runs.items()):
        outputs = run().numpy()
        outputs = outputs.transpose(0, 2, 3, 1) if outputs.ndim == 4 else outputs
        difference = float(numpy.abs(outputs - expected).max() / numpy.abs(expected).max())
        if difference <= TOLERANCE:
            continue
        if way.endswith("eager"):
            raise ArithmeticError(f"{zoo.name}, {way}: outputs differ from CnnGen's by {difference:.3g} of the greatest, more than {TOLERANCE:g}")
        print(f"# {zoo.name}, {count} images: {way} is left out, as its outputs are wrong by {difference:.3g} of the greatest")
        del runs[way]
    return runs


def measure(zoo: Zoo, threads: int, samples: int, only: dict[str, str]) -> None:
    """Prints the figures, each with the way it was reached; `only` has the way of metrics for which it is known."""
    metrics = {f"infer_b{count}": (count, partial(right, zoo, count)) for count in (1, PREDICTION_BATCH)}
    metrics[f"train_b{len(zoo.targets)}"] = len(zoo.targets), zoo.trainings
    for metric, (count, runs) in metrics.items():
        try:
            seconds, way = best(runs(only.get(metric, "")), samples)
        except ValueError as error:
            # Batch normalization of a single value per channel, for example.
            print(f"# {zoo.name}, {metric}: PyTorch refuses, {error}")
            continue
        value, unit = (1e3 * seconds, "ms") if count == 1 else (count / seconds, "img/s")
        print(Figure("pytorch", threads, f"{zoo.name}_{metric}", value, unit, way), flush=True)


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["calibrate", "export", "measure"])
    parser.add_argument("--network", required=True)
    parser.add_argument("--folder", required=True, type=Path, help="what the zoo wrote")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--samples", type=int, default=5)
    parser.add_argument("--way", action="append", default=[], metavar="METRIC=WAY", help="the only way to try for a metric (default: all)")
    parser.add_argument("--check", action="store_true", help="only compare a prediction with CnnGen's")
    options = parser.parse_args()
    start(options.threads)
    # Tracing and exporting warn that extents of images become constants, which is what is wanted.
    warnings.simplefilter("ignore")
    zoo = Zoo(options.network, options.folder)
    if options.action == "calibrate":
        calibrate(zoo)
    elif options.action == "export":
        export(zoo)
    elif options.check:
        right(zoo, 1)
    else:
        measure(zoo, options.threads, options.samples, dict(way.split("=", 1) for way in options.way))


if __name__ == "__main__":
    main()
