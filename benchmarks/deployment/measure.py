"""Measures what it takes to ship and to start each program that `run.sh` built, in turns, and prints and writes a table."""
import argparse
import datetime
import os
import re
import struct
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "peers"))

import machine  # noqa: E402  (behind the path that it needs)
import results  # noqa: E402
from figures import as_markdown, as_text  # noqa: E402
from reference import TOLERANCE, read_safetensors  # noqa: E402

HERE = Path(__file__).resolve().parent
OUT = HERE / "out"
REFERENCE = OUT / "reference"
IMAGE = OUT / "image.f32"
PICTURE = OUT / "image.pgm"
SINGLE_ROUNDS = 7
# What every Linux machine has: glibc and its loader, and what the loader reads.
GIVEN = re.compile(r"^/(proc|sys|dev|etc)/|/(libc|libm|libdl|libpthread|librt|ld-linux-x86-64)\.so|/locale|/gconv|^/usr/share/zoneinfo")


@dataclass
class Program:
    """A program that loads a network, predicts one image and ends."""

    name: str
    command: list[str]
    predicts_reference: bool = True
    milliseconds: list[float] = field(default_factory=list)

    def run(self) -> str:
        """What it prints."""
        return subprocess.run(self.command, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()).stdout

    def time(self) -> None:
        """Runs it once, from its start to its end."""
        with open(os.devnull, "wb") as nothing:
            start = time.perf_counter()
            process = os.posix_spawn(self.command[0], self.command, environment(), file_actions=[(os.POSIX_SPAWN_DUP2, nothing.fileno(), 1)])
            _, status = os.waitpid(process, 0)
            self.milliseconds.append(1e3 * (time.perf_counter() - start))
        if status != 0:
            raise RuntimeError(f"{self.name} ended with status {status}")

    def resident_megabytes(self) -> float:
        """The most memory it had, by a small parent: a child begins with its parent's."""
        result = subprocess.run(["/usr/bin/time", "-f", "%M", *self.command], check=True, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment())
        return int(result.stderr.split()[-1]) * 1024 / 1e6

    def shipped_bytes(self) -> tuple[int, int]:
        """Bytes and number of the files it opened, without what every machine has; the image is not shipped."""
        log = OUT / "strace.txt"
        subprocess.run(["strace", "-f", "-e", "trace=open,openat,execve", "-o", str(log), *self.command], check=True, stdout=subprocess.DEVNULL, env=environment())
        opened = re.findall(r'(?:open\(|openat\(AT_FDCWD, |execve\()"([^"]+)".* = \d+', log.read_text())
        files = {os.path.realpath(path) for path in opened if not GIVEN.search(path)}
        sizes = [os.path.getsize(path) for path in files if os.path.isfile(path) and path not in (str(IMAGE), str(PICTURE))]
        return sum(sizes), len(sizes)


def environment() -> dict[str, str]:
    """One thread for all: one image gives no work for more."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def check(program: Program, expected: list[float]) -> None:
    """All but the sample, which has a network of its own, must predict what CnnGen's benchmarks predict."""
    output = program.run()
    if not program.predicts_reference:
        return
    difference = max(abs(float(value) - wanted) for value, wanted in zip(output.split(), expected, strict=True))
    if not difference <= TOLERANCE:
        raise ArithmeticError(f"{program.name} predicts probabilities that differ by {difference:.3g}: not the same network")


def single_images(rounds: int) -> str:
    """A table of what one image takes TinyAot in a loop, compiled ahead of time and by the JIT, medians over rounds in turns."""
    executable, assembly = [str(OUT / "tiny/TinyAot")], ["dotnet", str(OUT / "tiny-jit/TinyAot.dll")]
    ways = {
        "executable, AVX2": (executable, "avx2", {}),
        "JIT, held to AVX2 by `CNNGEN_ISA`": (assembly, "avx2", {"CNNGEN_ISA": "avx2"}),
    }
    if "avx512" in machine.instruction_sets():
        ways["executable for AVX-512"] = ([str(OUT / "tiny-v4/TinyAot")], "avx512", {})
        ways["JIT, AVX-512"] = (assembly, "avx512", {})
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, (command, isa, variables) in ways.items():
            output = subprocess.run([*command, "--bench", "2000"], check=True, text=True, stdout=subprocess.PIPE, env={**environment(), **variables}).stdout
            told = re.match(r"us_per_image=([\d.]+) isa=(\w+)", output)
            if told is None or told.group(2) != isa:
                raise RuntimeError(f"{way}: expected isa={isa}, but {' '.join(command)} says {output.strip()}")
            times[way].append(float(told.group(1)))
    return as_markdown([["TinyAot `--bench`, one image", "microseconds"], *([way, f"{median(values):.1f}"] for way, values in times.items())])


def programs() -> list[Program]:
    """CnnGen first."""
    weights, batch = str(REFERENCE / "weights.safetensors"), str(REFERENCE / "batch.safetensors")
    return [
        Program("CnnGen, NativeAOT", [str(OUT / "cnngen/cnngen_startup"), weights, str(IMAGE)]),
        Program("oneDNN from C++", [str(OUT / "onednn_startup"), weights, batch]),
        Program("ONNX Runtime from C++", [str(OUT / "onnxruntime_startup"), str(REFERENCE / "network_b1.onnx"), str(IMAGE)]),
        Program("PyTorch", [sys.executable, str(HERE / "pytorch_startup.py"), str(REFERENCE)]),
        Program("samples/TinyAot, a smaller network", [str(OUT / "tiny/TinyAot"), str(PICTURE)], predicts_reference=False),
    ]


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="run.sh", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="how often each program is started; the median is told (default: 30)")
    rounds = parser.parse_args().rounds
    batch = read_safetensors(REFERENCE / "batch.safetensors")
    pixels = batch["images"][0].ravel().tolist()
    IMAGE.write_bytes(struct.pack("<784f", *pixels))
    PICTURE.write_bytes(b"P5 28 28 255\n" + bytes(round(pixel) for pixel in pixels))
    measured = programs()
    for program in measured:
        check(program, batch["probabilities"][0].tolist())
    busy = [machine.busy_share()]
    for turn in range(rounds):
        for program in measured[turn % len(measured):] + measured[:turn % len(measured)]:
            program.time()
    busy.append(machine.busy_share())

    rows = [["program", "start to first prediction and end", "peak resident memory", "files it needs"]]
    for program in measured:
        size, files = program.shipped_bytes()
        rows.append([
            program.name, f"{median(program.milliseconds):.1f} ms (least {min(program.milliseconds):.1f})", f"{program.resident_megabytes():.1f} MB",
            f"{size / 1e6:.1f} MB in {files}"])
    single = single_images(SINGLE_ROUNDS)
    notes = [*machine.description(), f"{rounds} rounds in turns, {datetime.date.today()}; processors taken by other programs before and after: {busy[0]:.0%}, {busy[1]:.0%}"]
    print("", *notes, "", as_text(rows), sep="\n")
    results.write("deployment.md", "What it takes to ship and to start", "bash benchmarks/deployment/run.sh", notes, [as_markdown(rows), "", "## One image in a loop", "", single])


if __name__ == "__main__":
    main()
