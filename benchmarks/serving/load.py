"""Load on the same web service over CnnGen and over ONNX Runtime: requests a second, median and 99th percentile, errors, memory."""
import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROGRAM = HERE / "bin/Release/net10.0/Serving.dll"
TOOL = ROOT / "src/CnnGen.Tool/bin/Release/net10.0/CnnGen.Tool.dll"
NETWORK, WEIGHTS = ROOT / "samples/TinyAot/TinyCnn.cs", ROOT / "samples/TinyAot/tiny.safetensors"
PORT = 5080
URL = f"http://127.0.0.1:{PORT}/predict"
IDX_HEADER, IMAGE = 16, 28 * 28
TOLERANCE = 1e-4
COLUMNS = ["requests/s", "median, ms", "99 %, ms", "longest, ms", "errors"]


def image() -> bytes:
    """The first test image of the subset that ships."""
    with gzip.open(ROOT / "samples/FashionMnist/data/t10k-images-idx3-ubyte.gz") as file:
        return file.read(IDX_HEADER + IMAGE)[IDX_HEADER:]


class Server:
    """A server process, from its start until it is told to end."""

    def __init__(self, arguments: list[str]):
        self.arguments = arguments

    def __enter__(self):
        self.process = subprocess.Popen(["dotnet", str(PROGRAM), *self.arguments, "--port", str(PORT)], stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{' '.join(self.arguments)}: the server did not start")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def megabytes(self) -> float:
        """Memory that it has in use."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024


def answer(body: bytes) -> list[float]:
    """What the server makes of an image."""
    with urllib.request.urlopen(urllib.request.Request(URL, data=body, headers={"Content-Type": "application/octet-stream"})) as response:
        return json.load(response)


def load(connections: int, seconds: int, picture: Path) -> list[float]:
    """A row of `COLUMNS`."""
    threads = min(connections, os.cpu_count())
    output = subprocess.run(
        ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(HERE / "image.lua"), URL],
        check=True, capture_output=True, text=True, env={**os.environ, "CNNGEN_IMAGE": str(picture)}).stdout
    return [float(value) for value in next(line for line in output.splitlines() if line.startswith("result ")).split()[1:]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 64])
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory-minutes", type=int, default=0, help="load CnnGen for so long, and tell its memory each minute")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt-get install wrk")
    for project in (HERE, ROOT / "src/CnnGen.Tool"):
        subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", "--nologo", str(project)], check=True, stdout=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        onnx, picture = Path(folder, "network.onnx"), Path(folder, "image")
        picture.write_bytes(image())
        subprocess.run(["dotnet", str(TOOL), "export-onnx", str(NETWORK), "--weights", str(WEIGHTS), "--out", str(onnx)],
                       check=True, stdout=sys.stderr)
        servers = {
            "CnnGen": ["--engine", "cnngen", "--model", str(WEIGHTS)],
            "ONNX Runtime, one thread a request": ["--engine", "onnxruntime", "--model", str(onnx), "--threads", "1"],
            "ONNX Runtime, all threads a request": ["--engine", "onnxruntime", "--model", str(onnx), "--threads", str(os.cpu_count())],
        }
        if options.memory_minutes:
            memory(servers["CnnGen"], options.memory_minutes, picture)
        else:
            compare(servers, options, picture)


def memory(arguments: list[str], minutes: int, picture: Path) -> None:
    """Memory after each minute of load."""
    with Server(arguments) as server:
        for minute in range(1, minutes + 1):
            row = load(64, 60, picture)
            print(f"minute {minute}: {server.megabytes():.1f} MB, {row[0]:.0f} requests/s, {row[-1]:.0f} errors", flush=True)


def compare(servers: dict[str, list[str]], options: argparse.Namespace, picture: Path) -> None:
    """Rounds of all servers, one after the other; a table of medians."""
    rows = {(name, connections): [] for connections in options.connections for name in servers}
    expected = None
    for number in range(options.rounds):
        for name, arguments in servers.items():
            with Server(arguments):
                probabilities = answer(picture.read_bytes())
                expected = expected or probabilities
                if max(abs(a - b) for a, b in zip(expected, probabilities)) > TOLERANCE:
                    raise SystemExit(f"{name} answers {probabilities}, not {expected}: not the same network")
                for connections in options.connections:
                    load(connections, 3, picture)
                    row = load(connections, options.seconds, picture)
                    rows[name, connections].append(row)
                    print(f"# round {number + 1}, {name}, {connections}: {row}", file=sys.stderr, flush=True)
                    time.sleep(1)
    print(f"| connections | server | {' | '.join(COLUMNS)} |")
    print("|---" * (len(COLUMNS) + 2) + "|")
    for (name, connections), values in rows.items():
        median = [statistics.median(column) for column in zip(*values)]
        print(f"| {connections} | {name} | {median[0]:.0f} | {median[1]:.2f} | {median[2]:.2f} | {median[3]:.1f} | {sum(v[-1] for v in values):.0f} |")


main()
