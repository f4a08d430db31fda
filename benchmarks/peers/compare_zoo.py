"""Measures CnnGen, ONNX Runtime and PyTorch on the networks of the zoo in turns, and writes a table of the ratios. `zoo.sh` builds what this needs; see README.md."""
import argparse
import datetime
import os
import subprocess
import sys
from math import exp, log
from pathlib import Path
from statistics import median

import figures
import machine
import results
from compare import HELD_TO, OUT
from figures import BASE_TOOL, Figure, find, speedup
from zoo_networks import NETWORKS

HERE = Path(__file__).resolve().parent
ZOO = HERE.parent / "zoo/bin/Release/net10.0/Zoo.dll"
LINES = OUT / "zoo_lines.txt"
NOTES = OUT / "zoo_notes.txt"


def folder_of(network: str) -> Path:
    """Where the files of a network are."""
    return OUT / "zoo" / network


def prepare(network: str) -> None:
    """Writes weights, batch and outputs of a network, and its ONNX files; ONNX Runtime must compute the same."""
    options = ["--network", network, "--folder", str(folder_of(network))]
    for command in (
            ["dotnet", str(ZOO), "begin", *options], [sys.executable, str(HERE / "zoo_peer.py"), "calibrate", *options],
            ["dotnet", str(ZOO), "predict", *options], [sys.executable, str(HERE / "zoo_peer.py"), "export", *options],
            [*_onnxruntime(network), "--check"]):
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL if "zoo_peer.py" in command[1] else None)


def _onnxruntime(network: str) -> list[str]:
    return ["dotnet", str(OUT / "onnxruntime/OnnxRuntimePeer.dll"), "--reference", str(folder_of(network)), "--network", network]


def commands(network: str, isa: str) -> dict[str, list[str]]:
    """What measures a network, by the name of the tool. ONNX Runtime chooses kernels by the processor alone, so it is compared on the best instruction set."""
    options = ["--network", network, "--folder", str(folder_of(network))]
    tools = {
        BASE_TOOL: ["dotnet", str(ZOO), "measure", *options, "--isa", isa],
        "onnxruntime": _onnxruntime(network),
        "pytorch": [sys.executable, str(HERE / "zoo_peer.py"), "measure", *options],
    }
    if isa != machine.instruction_sets()[0]:
        del tools["onnxruntime"]
    return tools


def measure(networks: list[str], isa: str, threads: list[int], rounds: int, samples: int) -> None:
    """Runs all tools in turns; writes every line into a file, and how busy the machine was besides."""
    busy: list[float] = []
    lines: list[str] = []
    description = machine.description()
    for turn in range(rounds):
        for network in networks:
            for count in threads:
                tools = list(commands(network, isa).items())
                # Each round begins with another tool, so that what the machine does besides falls on all alike.
                for name, command in tools[turn % len(tools):] + tools[:turn % len(tools)]:
                    busy.append(machine.busy_share())
                    print(f"# round {turn + 1} of {rounds}: {network}, {name}, {count} threads; others take {busy[-1]:.0%}", file=sys.stderr)
                    output = subprocess.run(
                        [*command, "--threads", str(count), "--samples", str(samples)], check=True, text=True, stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL, env={**os.environ, **HELD_TO[isa], "OMP_NUM_THREADS": str(count)}).stdout
                    figures.parse(output)
                    print(output, end="", flush=True)
                    lines += [line for line in output.splitlines() if not line.startswith("#")]
                    # At once, since a run takes long: what there is can be reported when it is stopped.
                    LINES.write_text("\n".join(lines) + "\n")
                    NOTES.write_text("\n".join([
                        *description,
                        f"{isa}; {rounds} rounds of {samples} samples, {datetime.date.today()}",
                        "a value is the median of the rounds; a ratio is CnnGen's speed over the peer's",
                        f"processors taken by other programs between the measurements: median {median(busy):.0%}, at most {max(busy):.0%}",
                    ]))


def rows(measured: list[Figure]) -> tuple[list[list[str]], list[float]]:
    """A row for each number of threads and metric: the values, and CnnGen's speed over that of the best peer; and these ratios."""
    tools = [BASE_TOOL, "onnxruntime", "pytorch"]
    table = [["threads", "metric", *tools, "over the best peer"]]
    ratios = []
    for threads in sorted({figure.threads for figure in measured}):
        for metric in dict.fromkeys(figure.metric for figure in measured if figure.threads == threads):
            found = [find(measured, tool, threads, metric) for tool in tools]
            if found[0] is None:
                continue
            ratio = min((speedup(found[0], figure) for figure in found[1:] if figure), default=None)
            ratios += [ratio] if ratio else []
            values = (f"{figure.value:.4g} {figure.unit}" if figure else "-" for figure in found)
            table.append([str(threads), metric, *values, f"{ratio:.2f}" if ratio else "-"])
    return table, ratios


def report(measured: list[Figure], notes: list[str]) -> None:
    """Prints the table and writes it."""
    table, ratios = rows(measured)
    mean = exp(sum(map(log, ratios)) / len(ratios))
    summary = f"Geometric mean over the best peer of each row: {mean:.2f}; least: {min(ratios):.2f}; rows below 1: {sum(ratio < 1 for ratio in ratios)} of {len(ratios)}."
    ways = [f"- `{figure}`" for figure in measured if figure.note]
    page = results.write(
        "zoo.md", "CnnGen and its peers on other networks", "bash benchmarks/peers/zoo.sh", notes,
        [summary, "", figures.as_markdown(table), "", "## Settings", "", "The fastest of those tried, in the last round.", "", *ways])
    print(f"\n{figures.as_text(table)}\n\n{summary}\n\nWritten: {page}")


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="zoo.sh", description=__doc__)
    parser.add_argument("--networks", default=",".join(NETWORKS), help="networks, separated by commas (default: all)")
    parser.add_argument("--isa", default=machine.instruction_sets()[0], choices=list(HELD_TO), help="the instruction set (default: the machine's best)")
    parser.add_argument("--threads", default="1,2", help="numbers of threads, separated by commas (default: 1,2)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each tool is started (default: 3)")
    parser.add_argument("--samples", type=int, default=3, help="samples of each metric in a round (default: 3)")
    parser.add_argument("--report-only", action="store_true", help="measure nothing; make the table anew from the last lines")
    options = parser.parse_args()
    networks = options.networks.split(",")
    if unknown := set(networks) - set(NETWORKS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if not options.report_only:
        for network in networks:
            prepare(network)
        measure(networks, options.isa, [int(count) for count in options.threads.split(",")], options.rounds, options.samples)
    report(figures.medians(figures.parse(LINES.read_text())), NOTES.read_text().splitlines())


if __name__ == "__main__":
    main()
