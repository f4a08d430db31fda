"""Loads the weights, predicts one image with PyTorch, prints its probabilities. The network is that of ../peers."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "peers"))

import torch  # noqa: E402  (behind the path that the next ones need)
from pytorch_network import FashionCnn, WithSoftmax, images_of  # noqa: E402
from reference import Reference  # noqa: E402


def main() -> None:
    """Reads the command line: the folder of the reference."""
    torch.set_num_threads(1)
    reference = Reference(sys.argv[1])
    network = WithSoftmax(FashionCnn(reference, torch.channels_last)).eval()
    with torch.inference_mode():
        print(*network(images_of(reference, torch.channels_last)[:1])[0].tolist())


if __name__ == "__main__":
    main()
