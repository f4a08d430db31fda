"""What CnnGen wrote for its peers: the weights, the batch that everything is measured on, and CnnGen's predictions for it."""
import json
from pathlib import Path

import numpy

# Rounding differs between tools; a layer that is wrong shows in the second digit.
TOLERANCE = 1e-4


def read_safetensors(path: Path) -> dict[str, numpy.ndarray]:
    """The float32 tensors of a safetensors file: the length of a JSON header in eight bytes, the header, the values."""
    content = path.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    tensors = {}
    for name, entry in json.loads(content[8:start]).items():
        if name == "__metadata__":
            continue
        if entry["dtype"] != "F32":
            raise ValueError(f"{path}: expected '{name}' to be F32, but it is {entry['dtype']}")
        begin, end = entry["data_offsets"]
        tensors[name] = numpy.frombuffer(content[start + begin:start + end], "<f4").reshape(entry["shape"])
    return tensors


def write_safetensors(path: Path, tensors: dict[str, numpy.ndarray]) -> None:
    """Writes such a file, without spaces in its header, as CnnGen's have none."""
    header, start = {}, 0
    for name, values in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [start, start + values.nbytes]}
        start += values.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(values.astype("<f4").tobytes() for values in tensors.values()))


class Reference:
    """The folder that `CnnGen.Benchmarks -- reference` wrote."""

    def __init__(self, folder: str):
        self.weights = read_safetensors(Path(folder, "weights.safetensors"))
        batch = read_safetensors(Path(folder, "batch.safetensors"))
        self.images = batch["images"]
        self.labels = batch["labels"].astype(numpy.int64)
        self.probabilities = batch["probabilities"]

    def check(self, probabilities: numpy.ndarray) -> float:
        """The greatest difference from CnnGen's probabilities for the first images; raises ArithmeticError where that is too much."""
        difference = float(numpy.abs(probabilities - self.probabilities[:len(probabilities)]).max())
        if not difference <= TOLERANCE:
            raise ArithmeticError(f"probabilities differ from CnnGen's by {difference:.3g}, more than {TOLERANCE:g}: not the same network")
        return difference
