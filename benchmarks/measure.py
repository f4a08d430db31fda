"""Measures CnnGen by its own commands, one instruction set and number of threads after the other, and writes a page for each command. `run.sh` builds what this needs."""
import argparse
import datetime
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "peers"))

import layers  # noqa: E402  (behind the path that it needs)
import machine  # noqa: E402
import results  # noqa: E402
from accuracy import measure as measure_accuracy  # noqa: E402
from figures import as_markdown, parse  # noqa: E402
from projects import measure as measure_projects  # noqa: E402

BENCHMARKS = HERE / "CnnGen.Benchmarks/bin/Release/net10.0/CnnGen.Benchmarks.dll"
TITLES = {
    "quick": "Kernels and the whole network",
    "scaling": "How threads scale",
    "planner": "Whether the planner chooses the right algorithms",
    "layers": "How close single layers come to the machine's limits",
    "losses": "What losses cost",
    "generator": "The generator and what it writes",
    "accuracy": "Accuracy on Fashion-MNIST",
}


def runs(command: str, isas: list[str]) -> list[list[str]]:
    """What a page is made of: the arguments of each run."""
    if command == "quick":
        warm = [[command, "--isa", isa, "--threads", str(threads)] for isa in isas for threads in sorted({1, os.cpu_count() or 1})]
        return warm + [[*arguments, "--cold", "--metrics", "infer_b1,infer_b32,train_b32"] for arguments in warm]
    if command == "scaling":
        return [[command, "--isa", isa, "--samples", "25"] for isa in isas]
    if command in ("planner", "layers", "losses"):
        return [[command, "--isa", isa, "--clock", "cpu"] for isa in isas]
    return [[command]]


def body(arguments: list[str], output: str) -> list[str]:
    """A section: the call, its figures as a table."""
    if arguments[0] == "layers":
        return [f"## `{' '.join(arguments)}`", "", *layers.tables(parse(output))]
    rows = [["metric", "value", ""]] + [[figure.metric, f"{figure.value:.4g} {figure.unit.rstrip(':')}", figure.note] for figure in parse(output)]
    if not any(note for *_, note in rows):
        rows = [row[:2] for row in rows]
    return [f"## `{' '.join(arguments)}`", "", as_markdown(rows), ""]


def figures_of(command: str, busy: list[float]) -> list[str]:
    """The sections of a page; before each run, `busy` gets the share of the processors that others take."""
    sections = []
    for arguments in runs(command, machine.instruction_sets()):
        busy.append(machine.busy_share())
        print(f"# {' '.join(arguments)}; others take {busy[-1]:.0%}", file=sys.stderr)
        output = subprocess.run(["dotnet", str(BENCHMARKS), *arguments], check=True, text=True, stdout=subprocess.PIPE).stdout
        print(output, end="", flush=True)
        sections += body(arguments, output)
    if command == "generator":
        sections += ["## Projects built again after one attribute changed", "", as_markdown(measure_projects()), ""]
    return sections


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="run.sh", description=__doc__)
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=f"{', '.join(TITLES)}; all when left out")
    commands = parser.parse_args().commands or list(TITLES)
    if unknown := set(commands) - set(TITLES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(TITLES)}")
    # Before the first page changes what git sees.
    notes = machine.description()
    for command in commands:
        busy = [machine.busy_share()]
        sections = measure_accuracy() if command == "accuracy" else figures_of(command, busy)
        when = f"{datetime.date.today()}; processors taken by other programs before a run: at most {max(busy):.0%}"
        page = results.write(f"{command}.md", TITLES[command], f"bash benchmarks/run.sh {command}", [*notes, when], sections)
        print(f"Written: {page}", file=sys.stderr)


if __name__ == "__main__":
    main()
