"""Measures CnnGen and its peers on the networks of the zoo in turns, and writes tables of the ratios. `zoo.sh` builds what this needs; see README.md."""
import argparse
import dataclasses
import datetime
import itertools
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import geometric_mean
from typing import Callable

import figures
import machine
import results
from compare import HELD_TO, OUT, TOOLS, Tool, check
from figures import BASE_TOOL, Figure
from zoo_networks import NETWORKS
from zoo_pieces import Piece, Pieces

HERE = Path(__file__).resolve().parent
ZOO = HERE.parent / "zoo/bin/Release/net10.0/Zoo.dll"
PIECES = OUT / "zoo_pieces.jsonl"
PYTORCH = [sys.executable, str(HERE / "zoo_peer.py")]


def folder_of(network: str) -> Path:
    """Where the files of a network are."""
    return OUT / "zoo" / network


def tools_of(network: str) -> list[Tool]:
    """What measures a network."""
    options = ["--network", network, "--folder", str(folder_of(network))]
    commands = {
        BASE_TOOL: ["dotnet", str(ZOO), "measure", *options],
        "onednn": [str(OUT / "onednn_zoo"), *options],
        "onnxruntime": ["dotnet", str(OUT / "onnxruntime/OnnxRuntimePeer.dll"), "--reference", str(folder_of(network)), "--network", network],
        "pytorch": [*PYTORCH, "measure", *options],
    }
    return [dataclasses.replace(tool, command=commands[tool.name]) for tool in TOOLS]


def prepare(network: str) -> None:
    """Writes weights, batch and outputs of a network, and what peers read of it."""
    options = ["--network", network, "--folder", str(folder_of(network))]
    for program, action in ((["dotnet", str(ZOO)], "begin"), (PYTORCH, "calibrate"), (["dotnet", str(ZOO)], "predict"), (PYTORCH, "export")):
        subprocess.run([*program, action, *options], check=True)


def check_peers(network: str, isa: str) -> None:
    """All must compute what CnnGen computes, and keep to the instruction set."""
    for tool in tools_of(network):
        if tool.name != BASE_TOOL and isa in tool.isas:
            print(*check(tool, isa), sep="\n")


def _once(network: str, name: str, action: Callable[[], None]) -> None:
    """Does what a measurement needs of a network, if that has not been done in an earlier run that this one goes on with."""
    stamp = folder_of(network) / name
    if not stamp.exists():
        action()
        stamp.touch()


def measure(pieces: Pieces, networks: list[str], isas: list[str], threads: list[int], rounds: int, samples: int) -> None:
    """Runs all tools in turns, but for what has been measured."""
    described, commit = machine.description()
    for turn, network, isa, count in itertools.product(range(rounds), networks, isas, threads):
        tools = [tool for tool in tools_of(network) if isa in tool.isas]
        # Each round begins with another tool, so that what the machine does besides falls on all alike.
        for tool in tools[turn % len(tools):] + tools[:turn % len(tools)]:
            place = network, isa, count, turn, tool.name
            if pieces.has(place):
                continue
            _once(network, "prepared", lambda: prepare(network))
            _once(network, f"checked_{isa}", lambda: check_peers(network, isa))
            busy = machine.busy_share()
            print(f"# round {turn + 1} of {rounds}: {network}, {tool.name}, {isa}, {count} threads; others take {busy:.0%}", file=sys.stderr)
            ways = pieces.ways(network, isa, count, tool.name)
            chosen = [argument for metric, way in ways.items() for argument in ("--way", f"{metric}={way}")]
            output = tool.run(isa, count, "--samples", str(samples), *chosen)
            print(output, end="", flush=True)
            lines = tuple(line for line in output.splitlines() if not line.startswith("#"))
            version = next(line[2:].partition(",")[0] for line in output.splitlines() if line.startswith("# "))
            pieces.add(Piece(*place, samples, f"{datetime.date.today()}", described, commit, f"{version}, {tool.age()}", busy, lines))


def rows(isa: str, measured: list[Figure]) -> tuple[list[list[str]], list[float]]:
    """A row for each metric: the values, and CnnGen's speed over that of the best peer; and these ratios."""
    metrics = list(dict.fromkeys(figure.metric for figure in measured))
    heading, *body = figures.table(isa, measured, metrics)
    ratios = [figures.over_best_peer(measured, int(row[1]), row[2]) for row in body]
    table = [[*row, f"{ratio:.2f}" if ratio else "-"] for row, ratio in zip(body, ratios)]
    return [[*heading, "over the best peer"], *table], [ratio for ratio in ratios if ratio]


def report(pieces: Pieces) -> None:
    """Prints the tables and writes them, a page for each instruction set and number of threads: what is measured of one leaves the others as they are."""
    for isa, threads in sorted({(piece.isa, piece.threads) for piece in pieces.all}):
        measured = pieces.medians(isa, threads)
        of = f"{isa}, {threads} {'thread' if threads == 1 else 'threads'}"
        table, ratios = rows(isa, measured)
        mean, below = geometric_mean(ratios), sum(ratio < 1 for ratio in ratios)
        summary = f"{of}: geometric mean over the best peer of each row {mean:.2f}, least {min(ratios):.2f}, rows below 1: {below} of {len(ratios)}."
        print(f"\n{figures.as_text(table)}\n\n{summary}")
        settings = [f"- `{figure}`" for figure in measured if figure.note]
        page = results.write(
            f"zoo-{isa}-{threads}.md", f"CnnGen and its peers on other networks, {of}", "bash benchmarks/peers/zoo.sh", pieces.notes(isa, threads),
            [summary, "", figures.as_markdown(table), "", "## Settings", "", "The fastest of those tried.", "", *settings])
        print(f"\nWritten: {page}")


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="zoo.sh", description=__doc__)
    parser.add_argument("--networks", default=",".join(NETWORKS), help="networks, separated by commas (default: all)")
    parser.add_argument(
        "--isa", default=",".join(machine.instruction_sets()), help="avx512, avx2 or both, separated by a comma (default: what the machine has)")
    parser.add_argument("--threads", default="1,2", help="numbers of threads, separated by commas (default: 1,2)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each tool is started (default: 3)")
    parser.add_argument("--samples", type=int, default=3, help="samples of each metric in a round (default: 3)")
    parser.add_argument("--resume", action="store_true", help="keep what has been measured, and measure what is missing")
    parser.add_argument("--report-only", action="store_true", help="measure nothing; make the tables anew from what has been measured")
    options = parser.parse_args()
    networks, isas = options.networks.split(","), options.isa.split(",")
    if unknown := set(networks) - set(NETWORKS) | set(isas) - set(HELD_TO):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    pieces = Pieces(PIECES)
    if not options.report_only:
        if not options.resume:
            pieces.clear()
            shutil.rmtree(OUT / "zoo", ignore_errors=True)
        measure(pieces, networks, isas, [int(count) for count in options.threads.split(",")], options.rounds, options.samples)
    report(pieces)


if __name__ == "__main__":
    main()
