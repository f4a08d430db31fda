"""Writes the network as ONNX files for ONNX Runtime, one for each size of batch, with CnnGen's weights."""
import argparse
from pathlib import Path

import torch

from pytorch_network import FashionCnn, WithSoftmax, images_of
from reference import Reference


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", required=True, type=Path, metavar="FOLDER", help="what `CnnGen.Benchmarks -- reference` wrote; the files go there, too")
    folder = parser.parse_args().reference
    reference = Reference(folder)
    # ONNX convolutions have their channels first.
    network = WithSoftmax(FashionCnn(reference, torch.contiguous_format)).eval()
    images = images_of(reference, torch.contiguous_format)
    for count in (1, len(images)):
        # Fixed extents: ONNX Runtime can then plan its memory.
        torch.onnx.export(
            network, images[:count], str(folder / f"network_b{count}.onnx"),
            input_names=["images"], output_names=["probabilities"], opset_version=13)


if __name__ == "__main__":
    main()
