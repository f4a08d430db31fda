"""Checks of onednn_graph.py: operations and their weights, computed by PyTorch, must be the network."""
import unittest

import numpy
import torch
from torch import nn
from torch.nn import functional

from onednn_graph import Graph
from zoo_networks import Mean, Residual, SamePadding


def normalization(channels: int) -> nn.BatchNorm2d:
    layer = nn.BatchNorm2d(channels)
    for values in (layer.weight.data, layer.bias.data, layer.running_mean, layer.running_var):
        values.uniform_(0.5, 1.5)
    return layer


def convolved(graph: Graph, name: str, x: torch.Tensor) -> torch.Tensor:
    """What a convolution of a graph makes of its input, without what follows."""
    settings = graph.operations[name].settings
    kernel, bias = (torch.from_numpy(graph.tensors[f"{name}/{part}"]) for part in ("kernel", "bias"))
    (top, left), (bottom, right) = settings["before"], settings["after"]
    return functional.conv2d(
        functional.pad(x, (left, right, top, bottom)), kernel, bias, tuple(settings["strides"]), 0, tuple(settings["dilations"]), settings["groups"][0])


class GraphTests(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)

    def check_single(self, network: nn.Module, images: torch.Tensor) -> Graph:
        """Compares a network that has one convolution and no activation."""
        network = nn.Sequential(network).eval()
        graph = Graph(network, images)
        _, name = graph.operations
        with torch.no_grad():
            numpy.testing.assert_allclose(network(images).numpy(), convolved(graph, name, images).numpy(), rtol=1e-4, atol=1e-5)
        return graph

    def test_a_convolution_takes_borders_before_it_and_normalization_behind_it(self):
        network = nn.Sequential(SamePadding(3, 2), nn.Conv2d(4, 6, 3, 2, groups=2, bias=False), normalization(6))
        self.check_single(network, torch.rand(2, 4, 8, 8))

    def test_cells_of_a_kernel_that_meet_no_image_are_left_out(self):
        graph = self.check_single(nn.Conv2d(4, 4, 5, padding=2, groups=4), torch.rand(1, 4, 1, 2))
        self.assertEqual((4, 1, 1, 3), tuple(list(graph.operations.values())[1].settings["kernel"]))
        graph = self.check_single(nn.Sequential(SamePadding(5, 2), nn.Conv2d(4, 4, 5, 2)), torch.rand(1, 4, 2, 2))
        self.assertEqual((4, 4, 2, 2), tuple(list(graph.operations.values())[1].settings["kernel"]))
        self.check_single(nn.Conv2d(4, 4, 3, padding=3, dilation=3), torch.rand(1, 4, 2, 7))

    def test_activations_and_sums_are_part_of_the_layer_that_comes_last(self):
        path = nn.Sequential(nn.Conv2d(4, 4, 1), nn.ReLU6(), nn.Conv2d(4, 4, 1))
        network = nn.Sequential(nn.Conv2d(3, 4, 1), Residual(path, activation=nn.ReLU()), Mean(), nn.Linear(4, 2), nn.Hardsigmoid())
        operations = list(Graph(network.eval(), torch.rand(1, 3, 4, 4)).operations.values())
        self.assertEqual(["input", "convolution", "convolution", "convolution", "mean", "dense"], [operation.kind for operation in operations])
        self.assertEqual([["clip:0:6"], [f"sum:{operations[1].name}", "relu"]], [operation.then for operation in operations[2:4]])
        self.assertEqual([f"linear:{1 / 6}:0.5", "clip:0:1"], operations[-1].then)

    def test_what_nobody_translates_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "nobody has told what"):
            Graph(nn.Sequential(nn.Conv2d(3, 4, 1), nn.GELU()).eval(), torch.rand(1, 3, 4, 4))

    def test_an_activation_of_what_others_read_too_is_an_error(self):
        layer = nn.Conv2d(3, 3, 1)
        with self.assertRaisesRegex(ValueError, "whose output nobody else reads"):
            Graph(nn.Sequential(layer, Residual(nn.Sequential(nn.ReLU(), nn.Conv2d(3, 3, 1)))).eval(), torch.rand(1, 3, 4, 4))


if __name__ == "__main__":
    unittest.main()
