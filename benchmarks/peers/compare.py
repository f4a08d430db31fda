"""Measures CnnGen and its peers in turns and writes a table and a picture of the ratios. `run.sh` installs and builds what this needs; see README.md."""
import argparse
import datetime
import importlib.util
import itertools
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import figures
import machine
import picture
import results
from figures import BASE_TOOL, Figure

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OUT = HERE / "out"
REFERENCE = OUT / "reference"
# What a report says of its run, beside the figures.
NOTES = OUT / "notes.txt"
BENCHMARKS = ROOT / "benchmarks/CnnGen.Benchmarks/bin/Release/net10.0/CnnGen.Benchmarks.dll"

NETWORK_METRICS = ["infer_b1", "infer_b32", "train_b32"]
COLD_METRICS = [f"{metric}{figures.COLD}" for metric in NETWORK_METRICS]
# The first convolution has no input gradient: images need none.
LAYER_METRICS = [
    f"conv{layer}_{direction}_b32" for layer in range(1, 6) for direction in ("fwd", "bwdd", "bwdw") if (layer, direction) != (1, "bwdd")
]

# oneDNN in any program, PyTorch and OpenBLAS read these when they are loaded.
HELD_TO = {
    "avx512": {"ATEN_CPU_CAPABILITY": "avx512"},
    "avx2": {"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2", "OPENBLAS_CORETYPE": "Haswell"},
}


def pytorch_library() -> Optional[Path]:
    """The file that says which PyTorch this Python has; None without one."""
    package = importlib.util.find_spec("torch")
    return Path(package.origin).with_name("version.py") if package else None


@dataclass(frozen=True)
class Tool:
    """
    A program that prints figures. `takes_isa`: whether it has the option --isa; `isas`: what it can be held to; `library`: the file whose date is its age.
    """

    name: str
    command: list[str]
    takes_isa: bool
    isas: tuple[str, ...] = ("avx512", "avx2")
    library: Optional[Path] = None

    def arguments(self, cold: bool) -> list[str]:
        """What to measure: warm, or what is measured cold, too."""
        metrics = NETWORK_METRICS if cold else ["fma_peak", *NETWORK_METRICS, *LAYER_METRICS]
        return (["--metrics", ",".join(metrics)] if self.name == BASE_TOOL else []) + (["--cold"] if cold else [])

    def age(self) -> str:
        """When its library was built, which is the date of the file in its package."""
        return f"library of {datetime.date.fromtimestamp(self.library.stat().st_mtime)}" if self.library else "of today"

    def run(self, isa: str, threads: int, *arguments: str, **environment: str) -> str:
        """What the program prints on its standard output; its error output passes through."""
        held = ["--isa", isa] if self.takes_isa else []
        result = subprocess.run(
            [*self.command, *held, "--threads", str(threads), *arguments], check=True, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if self.name == BASE_TOOL else None,
            env={**os.environ, **HELD_TO[isa], "OMP_NUM_THREADS": str(threads), **environment})
        return result.stdout


TOOLS = [
    Tool(BASE_TOOL, ["dotnet", str(BENCHMARKS), "quick"], takes_isa=True),
    Tool("onednn", [str(OUT / "onednn_peer"), "--reference", str(REFERENCE)], takes_isa=True, library=Path("/usr/lib/x86_64-linux-gnu/libdnnl.so")),
    # Its kernels are chosen by the processor alone.
    Tool("onnxruntime", ["dotnet", str(OUT / "onnxruntime/OnnxRuntimePeer.dll"), "--reference", str(REFERENCE)], takes_isa=False, isas=(machine.instruction_sets()[0],),
         library=OUT / "onnxruntime/runtimes/linux-x64/native/libonnxruntime.so"),
    Tool("pytorch", [sys.executable, str(HERE / "pytorch_peer.py"), "--reference", str(REFERENCE)], takes_isa=False, library=pytorch_library()),
]


def check(tool: Tool, isa: str) -> list[str]:
    """Runs a peer's comparison of probabilities, and looks whether it keeps to the instruction set. Returns what it prints, without oneDNN's log."""
    output = tool.run(isa, 1, "--check", ONEDNN_VERBOSE="1")
    log, lines = [], []
    for line in output.splitlines():
        (log if line.startswith("onednn_verbose") else lines).append(line)
    # ONNX Runtime has no oneDNN in it.
    if log and any("avx512" in line for line in log) != (isa == "avx512"):
        raise RuntimeError(f"{tool.name} does not keep to {isa}")
    figures.parse("\n".join(lines))
    return lines


def measure(tools: list[Tool], isas: list[str], threads: list[int], rounds: int, samples: int) -> None:
    """Runs all tools in turns; writes every line into a file for each instruction set, and how busy the machine was besides."""
    busy: list[float] = []
    versions: dict[str, str] = {}
    lines: dict[str, list[str]] = {isa: [] for isa in isas}
    for turn in range(rounds):
        # Each round begins with another tool, so that what the machine does besides falls on all alike.
        order = tools[turn % len(tools):] + tools[:turn % len(tools)]
        for isa, count, cold, tool in itertools.product(isas, threads, (False, True), order):
            if isa not in tool.isas:
                continue
            busy.append(machine.busy_share())
            begins = "cold" if cold else "warm"
            print(f"# round {turn + 1} of {rounds}: {tool.name}, {isa}, {count} threads, {begins}; others take {busy[-1]:.0%}", file=sys.stderr)
            output = tool.run(isa, count, "--samples", str(samples), *tool.arguments(cold))
            figures.parse(output)
            lines[isa] += [line for line in output.splitlines() if not line.startswith("#")]
            versions.setdefault(tool.name, next((line[2:].partition(",")[0] for line in output.splitlines() if line.startswith("# ")), tool.name))
    for isa in isas:
        lines_file(isa).write_text("\n".join(lines[isa]) + "\n")
    shares = f"median {statistics.median(busy):.0%}, at most {max(busy):.0%}"
    NOTES.write_text("\n".join([
        *machine.description(),
        *(f"{versions[tool.name]}, {tool.age()}" for tool in tools if tool.name != BASE_TOOL),
        f"{rounds} rounds of {samples} samples, {datetime.date.today()}",
        "warm: each sample follows a call of the same; cold: each sample is one call that finds the caches empty, for every tool",
        "a value is the median of the rounds, with the least and the greatest of them; a ratio is CnnGen's speed over the peer's",
        f"processors taken by other programs between the measurements: {shares}",
    ]))


def lines_file(isa: str) -> Path:
    """Where the lines of an instruction set are kept."""
    return OUT / f"lines_{isa}.txt"


def report(by_isa: dict[str, list[Figure]], notes: list[str]) -> None:
    """Prints the tables, and writes them and the picture."""
    print("", *notes, sep="\n")
    body = ["![Images per second](peers.svg)", ""]
    sections = [
        ("How many times as fast as each peer", figures.ratios, NETWORK_METRICS),
        ("The network", figures.table, ["fma_peak", *NETWORK_METRICS, *COLD_METRICS]),
        ("How many times as fast its convolutions are", figures.ratios, LAYER_METRICS),
        ("Its convolutions", figures.table, LAYER_METRICS),
    ]
    for title, rows_of, metrics in sections:
        body += [f"## {title}", ""]
        for isa, measured in by_isa.items():
            # The convolutions are measured warm only, and not by all tools.
            known = [figure for figure in measured if figure.metric in metrics] if metrics is LAYER_METRICS else measured
            rows = rows_of(isa, known, metrics)
            print(f"\n{figures.as_text(rows)}")
            body += [figures.as_markdown(rows), ""]
    body += ["## Settings", "", "The fastest of those tried, in the last round.", ""]
    body += [f"- {isa}: `{figure}`" for isa, measured in by_isa.items() for figure in measured if figure.note]
    page = results.write("peers.md", "CnnGen and its peers", "bash benchmarks/peers/run.sh", notes, body)
    picture.draw(by_isa, NETWORK_METRICS, page.with_suffix(".svg"))
    print(f"\nWritten: {page}, {page.with_suffix('.svg')}")


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="run.sh", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each tool is started; the median of its rounds is told (default: 5)")
    parser.add_argument("--samples", type=int, default=5, help="samples of each metric in a round, of which the median is taken (default: 5)")
    parser.add_argument("--isa", default=",".join(machine.instruction_sets()), help="avx512, avx2 or both, separated by a comma (default: what the machine has)")
    parser.add_argument("--threads", default="1,2", help="numbers of threads, separated by commas (default: 1,2)")
    parser.add_argument("--tools", default=",".join(tool.name for tool in TOOLS), help="tools, separated by commas (default: all)")
    parser.add_argument("--epoch", action="store_true", help="also train PyTorch for an epoch on all of Fashion-MNIST, with the most threads")
    parser.add_argument("--report-only", action="store_true", help="measure nothing; make the table and the picture anew from the last lines")
    options = parser.parse_args()
    tools = [tool for tool in TOOLS if tool.name in options.tools.split(",")]
    isas, threads = options.isa.split(","), [int(count) for count in options.threads.split(",")]
    if unknown := set(isas) - set(HELD_TO) | set(options.tools.split(",")) - {tool.name for tool in TOOLS}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")

    if not options.report_only:
        for isa in isas:
            for tool in tools:
                if tool.name != BASE_TOOL and isa in tool.isas:
                    lines = check(tool, isa)
                    print("\n".join(lines))
        measure(tools, isas, threads, options.rounds, options.samples)
    by_isa = {isa: figures.medians(figures.parse(lines_file(isa).read_text())) for isa in isas}
    report(by_isa, NOTES.read_text().splitlines())
    if options.epoch:
        subprocess.run([sys.executable, str(HERE / "pytorch_epoch.py"), "--reference", str(REFERENCE), "--threads", str(max(threads))], check=True)


if __name__ == "__main__":
    main()
