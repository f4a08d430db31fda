"""A network of the zoo as a list of oneDNN's primitives, which `onednn/zoo` runs: batch normalization in the weights, activations and sums in layers."""
import operator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterable, Optional

import numpy
import torch
from torch import fx, nn
from torch.fx.passes.shape_prop import ShapeProp
from torch.nn import functional
from torch.nn.utils import fusion

from reference import write_safetensors
from zoo_networks import Mean, SamePadding, Scale

# What becomes part of the layer before it, in oneDNN's terms; 2.6 has no hard sigmoid.
ACTIVATIONS: dict[object, tuple[str, ...]] = {
    nn.ReLU: ("relu",),
    nn.ReLU6: ("clip:0:6",),
    nn.Hardswish: ("hardswish",),
    nn.Hardsigmoid: (f"linear:{1 / 6}:0.5", "clip:0:1"),
    torch.sigmoid: ("logistic",),
}


@dataclass
class Operation:
    """A primitive: what it reads by name, its extents, and what is done to its output before it is written."""

    kind: str
    name: str
    inputs: list[str]
    shape: tuple[int, ...]
    settings: dict[str, Iterable[int]] = field(default_factory=dict)
    then: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        settings = {"shape": self.shape, **self.settings}
        return " ".join([
            self.kind, self.name, ",".join(self.inputs) or "-", *(f"{name}={','.join(map(str, values))}" for name, values in settings.items()),
            *(f"then={operation}" for operation in self.then)])


class _Tracer(fx.Tracer):
    def is_leaf_module(self, module: nn.Module, qualified_name: str) -> bool:
        return isinstance(module, (Mean, SamePadding, Scale)) or super().is_leaf_module(module, qualified_name)


class Graph:
    """
    Operations in the order in which they run, and their weights: `<name>/kernel` as PyTorch has them, `<name>/bias`, and `<name>/factor` and `<name>/shift` that
    images are scaled by.
    Raises ValueError for a module or a function that no network of the zoo has had.
    """

    def __init__(self, network: nn.Module, images: torch.Tensor):
        self.operations: dict[str, Operation] = {}
        self.tensors: dict[str, numpy.ndarray] = {}
        self.names: dict[fx.Node, str] = {}
        self.padding: dict[fx.Node, tuple[int, ...]] = {}
        self._graph = fx.GraphModule(network, _Tracer().trace(network))
        ShapeProp(self._graph).propagate(images)
        for node in self._graph.graph.nodes:
            if node.op != "output":
                self.names[node] = self._translate(node)

    def write(self, folder: Path) -> None:
        """Writes `onednn.txt`, a line for each operation, and `onednn.safetensors`."""
        (folder / "onednn.txt").write_text("".join(f"{operation}\n" for operation in self.operations.values()))
        write_safetensors(folder / "onednn.safetensors", self.tensors)

    def _translate(self, node: fx.Node) -> str:
        """Adds what a node does, and returns the name of its output."""
        if node.op == "placeholder":
            return self.add("input", node)
        module = self._graph.get_submodule(node.target) if node.op == "call_module" else None
        kind = type(module) if module else node.target
        if kind is nn.Identity:
            return self.source(node)
        if kind in ACTIVATIONS:
            return self.append(node.all_input_nodes[0], *ACTIVATIONS[kind])
        if kind not in _TRANSLATIONS:
            raise ValueError(f"{node.name}: nobody has told what '{node.target}', {kind}, is in oneDNN")
        return _TRANSLATIONS[kind](self, node, module)

    def add(self, kind: str, node: fx.Node, **settings: Iterable[int]) -> str:
        """Adds the operation that a node is, and returns its name."""
        shape = tuple(node.meta["tensor_meta"].shape[1:])
        self.operations[node.name] = Operation(kind, node.name, [self.names[source] for source in node.all_input_nodes], shape, settings)
        return node.name

    def source(self, node: fx.Node) -> str:
        """The name of a node's first input."""
        return self.names[node.all_input_nodes[0]]

    def append(self, node: fx.Node, *then: str) -> str:
        """Makes something part of the operation that a node is."""
        operation = self.operations[self.names[node]]
        if len(node.users) > 1 or operation.kind not in ("convolution", "dense"):
            raise ValueError(f"{node.name}: expected a convolution or a dense layer whose output nobody else reads, but it is '{operation}'")
        operation.then += then
        return operation.name

    def set_weights(self, name: str, kernel: torch.Tensor, bias: torch.Tensor) -> None:
        """Keeps the weights of an operation."""
        self.tensors[f"{name}/kernel"], self.tensors[f"{name}/bias"] = (values.detach().contiguous().numpy() for values in (kernel, bias))


def _pad(graph: Graph, node: fx.Node, module: SamePadding) -> str:
    # The convolution behind it takes it.
    graph.padding[node] = module.borders(*node.all_input_nodes[0].meta["tensor_meta"].shape[2:])
    return graph.source(node)


def _convolution(graph: Graph, node: fx.Node, module: nn.Conv2d) -> str:
    left, right, top, bottom = graph.padding.get(node.all_input_nodes[0], (0, 0, 0, 0))
    rows, columns = module.padding
    before, after, kernel = [rows + top, columns + left], [rows + bottom, columns + right], module.weight
    extents = graph.operations[graph.source(node)].shape[1:]
    for axis, (extent, stride, dilation) in enumerate(zip(extents, module.stride, module.dilation)):
        first, last = _used(kernel.shape[2 + axis], extent, stride, dilation, before[axis], after[axis])
        before[axis] -= first * dilation
        after[axis] -= (kernel.shape[2 + axis] - 1 - last) * dilation
        kernel = kernel.narrow(2 + axis, first, last - first + 1)
    name = graph.add(
        "convolution", node, kernel=kernel.shape, groups=[module.groups], strides=module.stride, dilations=module.dilation, before=before, after=after)
    graph.set_weights(name, kernel, torch.zeros(module.out_channels) if module.bias is None else module.bias)
    return name


def _used(size: int, extent: int, stride: int, dilation: int, before: int, after: int) -> tuple[int, int]:
    """
    The first and the last cell of a kernel that ever meet an image. Others are left out: oneDNN has fast depthwise code only where windows stay near the image.
    """
    starts = range(-before, extent + after - (size - 1) * dilation, stride)
    used = [cell for cell in range(size) if any(0 <= start + cell * dilation < extent for start in starts)]
    return used[0], used[-1]


def _deconvolution(graph: Graph, node: fx.Node, module: nn.ConvTranspose2d) -> str:
    # oneDNN's kernels have outputs first.
    kernel = module.weight.transpose(0, 1)
    name = graph.add("deconvolution", node, kernel=kernel.shape, strides=module.stride)
    graph.set_weights(name, kernel, module.bias)
    return name


def _normalization(graph: Graph, node: fx.Node, module: nn.BatchNorm2d) -> str:
    name = graph.append(node.all_input_nodes[0])
    kernel, bias = (torch.from_numpy(graph.tensors[f"{name}/{part}"]) for part in ("kernel", "bias"))
    graph.set_weights(name, *fusion.fuse_conv_bn_weights(kernel, bias, module.running_mean, module.running_var, module.eps, module.weight, module.bias))
    return name


def _dense(graph: Graph, node: fx.Node, module: nn.Linear) -> str:
    name = graph.add("dense", node, kernel=module.weight.shape)
    graph.set_weights(name, module.weight, module.bias)
    return name


def _scale(graph: Graph, node: fx.Node, module: Scale) -> str:
    name = graph.add("scale", node)
    for part, values in (("factor", module.factor), ("shift", -module.mean * module.factor)):
        graph.tensors[f"{name}/{part}"] = values.expand(graph.operations[name].shape).contiguous().numpy()
    return name


def _sum(graph: Graph, node: fx.Node, _: None) -> str:
    # The operand that is computed last adds the other one to its output.
    order = list(graph.operations)
    first, last = sorted(node.all_input_nodes, key=lambda operand: order.index(graph.names[operand]))
    return graph.append(last, f"sum:{graph.names[first]}")


def _max_pool(graph: Graph, node: fx.Node, module: Optional[nn.MaxPool2d]) -> str:
    # The function has its size behind what it reads.
    module = module or nn.MaxPool2d(*node.args[1:])
    return graph.add("max_pool", node, size=[module.kernel_size] * 2, strides=[module.stride] * 2, padding=[module.padding] * 2)


def _mean(graph: Graph, node: fx.Node, _: nn.Module) -> str:
    # Of the whole map; a single pixel is its own mean.
    return graph.source(node) if graph.operations[graph.source(node)].shape[1:] == (1, 1) else graph.add("mean", node)


def _without_settings(kind: str) -> "Translation":
    return lambda graph, node, _: graph.add(kind, node)


Translation = Callable[[Graph, fx.Node, Optional[nn.Module]], str]

_TRANSLATIONS: dict[object, Translation] = {
    SamePadding: _pad,
    nn.Conv2d: _convolution,
    nn.ConvTranspose2d: _deconvolution,
    nn.BatchNorm2d: _normalization,
    nn.Linear: _dense,
    nn.MaxPool2d: _max_pool,
    functional.max_pool2d: _max_pool,
    Scale: _scale,
    operator.add: _sum,
    operator.mul: _without_settings("multiply"),
    torch.cat: _without_settings("concat"),
    nn.AdaptiveAvgPool2d: _mean,
    Mean: _mean,
    functional.softmax: _without_settings("softmax"),
}
