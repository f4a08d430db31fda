"""Runs `quick` of two builds in turns and writes how many times as fast this one is. `turns.sh` builds what this needs."""
import argparse
import datetime
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "peers"))

import machine  # noqa: E402  (behind the path that it needs)
import results  # noqa: E402
from figures import as_markdown, as_text, parse  # noqa: E402

PROGRAM = "benchmarks/CnnGen.Benchmarks/bin/Release/net10.0/CnnGen.Benchmarks.dll"
METRICS = "infer_b1,infer_b32,train_b32"


def quick(tree: Path, arguments: list[str]) -> dict[str, float]:
    """What one run tells, by metric, more is better: times are inverted."""
    output = subprocess.run(["dotnet", str(tree / PROGRAM), "quick", *arguments], check=True, text=True, stdout=subprocess.PIPE).stdout
    figures = [figure for figure in parse(output) if figure.metric.removesuffix("_cold") in METRICS.split(",")]
    return {figure.metric: 1 / figure.value if figure.unit == "ms" else figure.value for figure in figures}


def compare(base: Path, arguments: list[str], rounds: int) -> dict[str, list[float]]:
    """The ratio of each round: this tree by the other one, which begins every second round."""
    ratios: dict[str, list[float]] = {}
    for turn in range(rounds):
        trees = [HERE.parent, base]
        told = {tree: quick(tree, arguments) for tree in (trees if turn % 2 == 0 else trees[::-1])}
        for metric, value in told[HERE.parent].items():
            ratios.setdefault(metric, []).append(value / told[base][metric])
    return ratios


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="turns.sh", description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--commit", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each build for each row (default: 3)")
    parser.add_argument("--samples", type=int, default=15, help="samples of each run (default: 15)")
    parser.add_argument("--isa", default=machine.instruction_sets()[0], help="instruction set (default: the machine's best)")
    options = parser.parse_args()

    notes, busy = machine.description(), [machine.busy_share()]
    rows = [["metric", "threads", "times as fast", "least", "most"]]
    for threads in sorted({1, os.cpu_count() or 1}):
        for start in ([], ["--cold"]):
            arguments = ["--isa", options.isa, "--threads", str(threads), "--samples", str(options.samples), "--metrics", METRICS, *start]
            for metric, ratios in compare(options.base, arguments, options.rounds).items():
                rows.append([metric, str(threads), *(f"{value:.3f}" for value in (median(ratios), min(ratios), max(ratios)))])
            busy.append(machine.busy_share())
    notes += [f"in turns with {options.commit}: {options.rounds} rounds of {options.samples} samples, {options.isa}",
              f"{datetime.date.today()}; processors taken by other programs: at most {max(busy):.0%}"]
    print("", *notes, "", as_text(rows), sep="\n")
    results.write("turns.md", "In turns with an earlier commit", f"bash benchmarks/turns.sh {options.commit}", notes, [as_markdown(rows)])


if __name__ == "__main__":
    main()
