"""Measures PyTorch: prediction and training, each at the best of the settings that this file tries. See README.md."""
import argparse
from functools import cache
from typing import Callable, Optional

import torch
from torch.nn import functional

from figures import Figure
from pytorch_network import FashionCnn, WithSoftmax, images_of
from reference import Reference
from sampling import seconds_of

FORMATS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}
TRIAL_SAMPLES = 3
TRIAL_SECONDS = 0.5
# As much as quick's sweep writes.
SWEEP_FLOATS = (256 << 20) // 4


def predictions(reference: Reference, count: int) -> dict[str, Callable[[], torch.Tensor]]:
    """The ways to predict that are tried, by name; each predicts the first images of the batch."""
    runs = {}
    for name, memory_format in FORMATS.items():
        network = WithSoftmax(FashionCnn(reference, memory_format)).eval()
        images = images_of(reference, memory_format)[:count]
        runs.update(ways(name, network, images))
    return runs


def ways(name: str, network: torch.nn.Module, images: torch.Tensor, only: str = "") -> dict[str, Callable[[], torch.Tensor]]:
    """The ways to predict images with a network, which begin with a name: as it is, and compiled; or the only one that is wanted."""
    @cache
    def traced() -> torch.jit.ScriptModule:
        # Outputs are compared with CnnGen's, so PyTorch need not check them.
        return torch.jit.trace(network, images, check_trace=False)

    programs = {
        "eager": lambda: network,
        "freeze": lambda: torch.jit.freeze(traced()),
        "optimize_for_inference": lambda: torch.jit.optimize_for_inference(traced()),
    }
    with torch.no_grad():
        return {
            f"{name},{program}": _prediction(create(), images) for program, create in programs.items() if only in ("", f"{name},{program}")}


def _prediction(program: Callable, images: torch.Tensor) -> Callable[[], torch.Tensor]:
    def run() -> torch.Tensor:
        with torch.inference_mode():
            return program(images)
    return run


def training_step(network: FashionCnn, foreach: bool) -> Callable[[torch.Tensor, torch.Tensor], torch.Tensor]:
    """A step on images and labels: forward with dropout, loss, backward, Nadam as Keras has it by default. Returns the loss."""
    network.train()
    optimizer = torch.optim.NAdam(network.parameters(), lr=0.001, eps=1e-7, foreach=foreach)

    def run(images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        return loss
    return run


def trainings(reference: Reference) -> dict[str, Callable[[], torch.Tensor]]:
    """The ways to train that are tried, by name; each does one step on the batch."""
    labels = torch.from_numpy(reference.labels)
    runs = {}
    for name, memory_format in FORMATS.items():
        images = images_of(reference, memory_format)
        for foreach in (True, False):
            step = training_step(FashionCnn(reference, memory_format), foreach)
            runs[f"{name},foreach={foreach}"] = lambda step=step, images=images: step(images, labels)
    return runs


def best(runs: dict[str, Callable], samples: int, sweep: Optional[Callable] = None) -> tuple[float, str]:
    """
    Seconds of the fastest way, and its name: the least of a few samples chooses two, so that a busy machine does not; all samples measure these, warm or behind
    a sweep of the caches, and the faster one counts.
    """
    chosen = list(runs)
    if len(runs) > 2:
        chosen = sorted(runs, key=lambda name: seconds_of(runs[name], TRIAL_SAMPLES, min, sweep, TRIAL_SECONDS))[:2]
    return min((seconds_of(runs[name], samples, sweep=sweep), name) for name in chosen)


def check(reference: Reference, threads: int) -> None:
    """Prints how far the probabilities of any way to predict are from CnnGen's."""
    differences = [reference.check(run().numpy()) for count in (1, len(reference.images)) for run in predictions(reference, count).values()]
    print(Figure("pytorch", threads, "max_difference", max(differences), "probability"))


def measure(reference: Reference, threads: int, samples: int, is_cold: bool) -> None:
    """Prints the figures, each with the way it was reached."""
    batch = len(reference.images)
    # All threads of PyTorch write their part, so that the caches of all are emptied.
    memory = torch.zeros(SWEEP_FLOATS) if is_cold else None
    sweep = (lambda: memory.add_(1)) if is_cold else None
    ending = "_cold" if is_cold else ""
    seconds, way = best(predictions(reference, 1), samples, sweep)
    print(Figure("pytorch", threads, f"infer_b1{ending}", 1e3 * seconds, "ms", way))
    seconds, way = best(predictions(reference, batch), samples, sweep)
    print(Figure("pytorch", threads, f"infer_b32{ending}", batch / seconds, "img/s", way))
    seconds, way = best(trainings(reference), samples, sweep)
    print(Figure("pytorch", threads, f"train_b32{ending}", batch / seconds, "img/s", way))


def start(threads: int) -> None:
    """Sets what all that is measured has in common, and says what PyTorch is."""
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    capability = torch.__config__.show().partition("CPU capability usage: ")[2].partition("\n")[0]
    print(f"# PyTorch {torch.__version__}, {capability}, {threads} threads")


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", required=True, metavar="FOLDER", help="what `CnnGen.Benchmarks -- reference` wrote")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--samples", type=int, default=15)
    parser.add_argument("--cold", action="store_true", help="each sample is one call that finds the caches empty")
    parser.add_argument("--check", action="store_true", help="only compare the probabilities with CnnGen's")
    options = parser.parse_args()
    start(options.threads)
    reference = Reference(options.reference)
    if options.check:
        check(reference, options.threads)
    else:
        measure(reference, options.threads, options.samples, options.cold)


if __name__ == "__main__":
    main()
