"""Trains the sample on all of Fashion-MNIST, as the README says and with other seeds."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import mean

from figures import as_markdown
from machine import ROOT

SAMPLE = ROOT / "samples/FashionMnist"
MAIN_SEED = 42
OTHER_SEEDS = (1, 2, 3)


def train(seed: int) -> tuple[list[dict], dict]:
    """The epochs of a training, and what it reached on the test images."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--seed", str(seed), "--json", "--out", str(Path(folder) / "network.safetensors")]
        command = ["dotnet", "run", "-c", "Release", "--project", str(SAMPLE), "--", *options]
        print(f"# seed {seed}", file=sys.stderr)
        epochs = []
        with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as process:
            for line in process.stdout:
                print(line, end="", flush=True)
                epochs.append(json.loads(line))
        if process.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}")
    return epochs[:-1], epochs[-1]


def measure() -> list[str]:
    """The sections of the page."""
    epochs, test = train(MAIN_SEED)
    seconds = sum(epoch["seconds"] for epoch in epochs)
    images = sum(epoch["seconds"] * epoch["images_per_second"] for epoch in epochs)
    rows = [["epoch", "loss", "accuracy", "validation loss", "validation accuracy", "seconds"]]
    for epoch in epochs:
        rows.append([str(epoch["epoch"]), *(f"{epoch[name]:.4f}" for name in ("loss", "accuracy", "val_loss", "val_accuracy")), f"{epoch['seconds']:.1f}"])

    others = {seed: train(seed)[1] for seed in OTHER_SEEDS}
    seeds = {MAIN_SEED: test, **others}
    table = [["seed", "test accuracy", "test loss", "SHA-256 of the weights"]]
    for seed, result in seeds.items():
        table.append([str(seed), f"{result['test_accuracy']:.4f}", f"{result['test_loss']:.4f}", f"`{result['weights_sha256'][:16]}`..."])
    table.append(["mean", f"{mean(result['test_accuracy'] for result in seeds.values()):.4f}", f"{mean(result['test_loss'] for result in seeds.values()):.4f}", ""])
    return [
        "## `dotnet run -c Release --project samples/FashionMnist`",
        "",
        f"{test['isa']}, {test['threads']} threads: {seconds:.0f} seconds of training, {images / seconds:,.0f} images/s.",
        f"**Test accuracy {test['test_accuracy']:.4f}**, test loss {test['test_loss']:.4f}.",
        "",
        as_markdown(rows),
        "",
        "## Other seeds",
        "",
        as_markdown(table),
    ]
