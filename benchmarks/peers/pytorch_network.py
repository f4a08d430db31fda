"""The network of the benchmarks in PyTorch, with CnnGen's weights."""
import torch
from torch import nn
from torch.nn import functional

from reference import Reference


class FashionCnn(nn.Module):
    """Images (n, 1, 28, 28) to logits (n, 10)."""

    def __init__(self, reference: Reference, memory_format: torch.memory_format):
        super().__init__()
        self.is_channels_last = memory_format == torch.channels_last
        self.convolutions = nn.ModuleList([
            nn.Conv2d(1, 64, 7, padding=3),
            nn.Conv2d(64, 128, 3, padding=1), nn.Conv2d(128, 128, 3, padding=1),
            nn.Conv2d(128, 256, 3, padding=1), nn.Conv2d(256, 256, 3, padding=1),
        ])
        self.dense = nn.ModuleList([nn.Linear(2304, 128), nn.Linear(128, 64), nn.Linear(64, 10)])
        self._load(reference)
        self.to(memory_format=memory_format)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        first, second, third, fourth, fifth = self.convolutions
        x = (images - self.mean) * self.factor
        x = functional.max_pool2d(functional.relu(first(x)), 2)
        x = functional.relu(second(x))
        x = functional.max_pool2d(functional.relu(third(x)), 2)
        x = functional.relu(fourth(x))
        x = functional.max_pool2d(functional.relu(fifth(x)), 2)
        # Flattened as it lies in memory, so that nothing is copied; the first dense kernel lies alike.
        x = (x.permute(0, 2, 3, 1) if self.is_channels_last else x).flatten(1)
        x = functional.dropout(functional.relu(self.dense[0](x)), 0.5, self.training)
        x = functional.dropout(functional.relu(self.dense[1](x)), 0.5, self.training)
        return self.dense[2](x)

    def _load(self, reference: Reference) -> None:
        weights = {name: torch.from_numpy(values.copy()) for name, values in reference.weights.items()}
        self.register_buffer("mean", weights["normalization/mean"].permute(2, 0, 1))
        self.register_buffer("factor", weights["normalization/variance"].permute(2, 0, 1).rsqrt())
        if not self.is_channels_last:
            weights["dense/kernel"] = weights["dense/kernel"].reshape(3, 3, 256, 128).permute(2, 0, 1, 3).reshape(2304, 128)
        with torch.no_grad():
            for kind, layers in (("conv2d", self.convolutions), ("dense", self.dense)):
                for index, layer in enumerate(layers):
                    name = f"{kind}_{index}" if index else kind
                    kernel = weights[f"{name}/kernel"]
                    # Rows, columns, in, out become out, in, rows, columns; in, out become out, in.
                    layer.weight.copy_(kernel.permute(3, 2, 0, 1) if kernel.ndim == 4 else kernel.t())
                    layer.bias.copy_(weights[f"{name}/bias"])


class WithSoftmax(nn.Module):
    """The network as it predicts: images to probabilities."""

    def __init__(self, network: FashionCnn):
        super().__init__()
        self.network = network

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return functional.softmax(self.network(images), 1)


def images_of(reference: Reference, memory_format: torch.memory_format) -> torch.Tensor:
    """The images of the batch, (32, 1, 28, 28)."""
    return torch.from_numpy(reference.images.copy()).permute(0, 3, 1, 2).contiguous(memory_format=memory_format)
