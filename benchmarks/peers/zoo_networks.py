"""The networks of the zoo in PyTorch, with CnnGen's weights: layers take them in the order in which CnnGen's are declared."""
from typing import Callable, Iterator, Optional

import numpy
import torch
from torch import nn
from torch.nn import functional


class Weights:
    """CnnGen's parameters in order; each layer takes the next ones, by the last part of their names."""

    def __init__(self, tensors: dict[str, numpy.ndarray]):
        self._items: Iterator[tuple[str, numpy.ndarray]] = iter(tensors.items())

    def take(self, part: str) -> torch.Tensor:
        """The next parameter, which must be of that kind."""
        name, values = next(self._items)
        if name.rpartition("/")[2] != part:
            raise ValueError(f"expected a parameter '{part}', but the next one is '{name}'")
        return torch.from_numpy(values.copy())

    def check_empty(self) -> None:
        """Raises ValueError where something is left."""
        if rest := [name for name, _ in self._items]:
            raise ValueError(f"nobody took {', '.join(rest)}")


class SamePadding(nn.Module):
    """TensorFlow's: the odd cell comes last. PyTorch's convolutions pad both sides alike, so there it is a layer of its own."""

    def __init__(self, size: int, stride: int):
        super().__init__()
        self.size, self.stride = size, stride

    def borders(self, height: int, width: int) -> tuple[int, int, int, int]:
        """Cells at the left, at the right, at the top and at the bottom of an image."""
        def total(extent: int) -> int:
            return max((-(-extent // self.stride) - 1) * self.stride + self.size - extent, 0)
        rows, columns = total(height), total(width)
        return columns // 2, columns - columns // 2, rows // 2, rows - rows // 2

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.pad(x, self.borders(*x.shape[2:]))


def convolution(weights: Weights, stride: int = 1, bias: bool = False, padding: Optional[int] = None, is_depthwise: bool = False) -> nn.Module:
    """A convolution with same padding, or with a padding on all sides."""
    kernel = weights.take("kernel")
    if is_depthwise:
        rows, columns, channels, multiplier = kernel.shape
        kernel = kernel.permute(2, 3, 0, 1).reshape(channels * multiplier, 1, rows, columns)
    else:
        kernel = kernel.permute(3, 2, 0, 1)
    size = kernel.shape[2]
    is_symmetric = padding is not None or stride == 1 or size == 1
    if padding is None:
        padding = (size - 1) // 2 if is_symmetric else 0
    layer = nn.Conv2d(
        kernel.shape[1] * (kernel.shape[0] if is_depthwise else 1), kernel.shape[0], size, stride, padding,
        groups=kernel.shape[0] if is_depthwise else 1, bias=bias)
    with torch.no_grad():
        layer.weight.copy_(kernel)
        if bias:
            layer.bias.copy_(weights.take("bias"))
    return layer if is_symmetric else nn.Sequential(SamePadding(size, stride), layer)


def normalization(weights: Weights, epsilon: float = 1e-3, momentum: float = 0.99) -> nn.BatchNorm2d:
    """Batch normalization; PyTorch's momentum is the share of what is new."""
    gamma, beta, mean, variance = (weights.take(part) for part in ("gamma", "beta", "moving_mean", "moving_variance"))
    layer = nn.BatchNorm2d(len(gamma), epsilon, 1 - momentum)
    with torch.no_grad():
        for target, values in ((layer.weight, gamma), (layer.bias, beta), (layer.running_mean, mean), (layer.running_var, variance)):
            target.copy_(values)
    return layer


def dense(weights: Weights) -> nn.Linear:
    """A dense layer."""
    kernel, bias = weights.take("kernel"), weights.take("bias")
    layer = nn.Linear(*kernel.shape)
    with torch.no_grad():
        layer.weight.copy_(kernel.t())
        layer.bias.copy_(bias)
    return layer


class Residual(nn.Module):
    """A path added to what comes in, or to a shortcut of it."""

    def __init__(self, path: nn.Module, shortcut: Optional[nn.Module] = None, activation: Optional[nn.Module] = None):
        super().__init__()
        # In the order of the weights.
        self.shortcut, self.path, self.activation = shortcut or nn.Identity(), path, activation or nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.activation(self.shortcut(x) + self.path(x))


class Scale(nn.Module):
    """CnnGen's Normalization of images."""

    def __init__(self, weights: Weights):
        super().__init__()
        self.register_buffer("mean", weights.take("mean").permute(2, 0, 1))
        self.register_buffer("factor", weights.take("variance").permute(2, 0, 1).rsqrt())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (x - self.mean) * self.factor


class Mean(nn.Module):
    """The mean of each channel, (n, c)."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.mean((2, 3))


def resnet20(weights: Weights) -> nn.Module:
    """ResNet-20; logits."""
    def path(stride: int) -> nn.Module:
        return nn.Sequential(
            convolution(weights, stride), normalization(weights, momentum=0.9), nn.ReLU(inplace=True),
            convolution(weights), normalization(weights, momentum=0.9))

    def block(stride: int) -> nn.Module:
        shortcut = nn.Sequential(convolution(weights, stride), normalization(weights, momentum=0.9)) if stride > 1 else None
        return Residual(path(stride), shortcut, nn.ReLU(inplace=True))

    return nn.Sequential(
        Scale(weights), convolution(weights), normalization(weights, momentum=0.9), nn.ReLU(inplace=True),
        *(block(stride) for stride in (1, 1, 1, 2, 1, 1, 2, 1, 1)), Mean(), dense(weights))


def mobilenet025(weights: Weights) -> nn.Module:
    """MobileNet with a quarter of its filters; logits."""
    def block(stride: int) -> nn.Module:
        return nn.Sequential(
            convolution(weights, stride, is_depthwise=True), normalization(weights), nn.ReLU6(inplace=True),
            convolution(weights), normalization(weights), nn.ReLU6(inplace=True))

    return nn.Sequential(
        convolution(weights, 2), normalization(weights), nn.ReLU6(inplace=True),
        *(block(stride) for stride in (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)), Mean(), dense(weights))


def mobilenetv2(weights: Weights) -> nn.Module:
    """MobileNetV2; logits."""
    def norm() -> nn.Module:
        return normalization(weights, momentum=0.999)

    def separable(stride: int) -> list[nn.Module]:
        return [convolution(weights, stride, is_depthwise=True), norm(), nn.ReLU6(inplace=True), convolution(weights), norm()]

    def bottleneck(stride: int) -> nn.Module:
        return nn.Sequential(convolution(weights), norm(), nn.ReLU6(inplace=True), *separable(stride))

    layers = [convolution(weights, 2), norm(), nn.ReLU6(inplace=True), *separable(1)]
    for stride, residuals in ((2, 1), (2, 2), (2, 3), (1, 2), (2, 2), (1, 0)):
        layers += [bottleneck(stride), *(Residual(bottleneck(1)) for _ in range(residuals))]
    return nn.Sequential(*layers, convolution(weights), norm(), nn.ReLU6(inplace=True), Mean(), dense(weights))


def resnet50(weights: Weights) -> nn.Module:
    """ResNet-50; logits."""
    def norm() -> nn.Module:
        return normalization(weights, 1.001e-5)

    def path(stride: int) -> nn.Module:
        return nn.Sequential(
            convolution(weights, stride, bias=True), norm(), nn.ReLU(inplace=True), convolution(weights, bias=True), norm(), nn.ReLU(inplace=True),
            convolution(weights, bias=True), norm())

    def projection(stride: int) -> nn.Module:
        shortcut = nn.Sequential(convolution(weights, stride, bias=True), norm())
        return Residual(path(stride), shortcut, nn.ReLU(inplace=True))

    # Behind ReLU a border of zeros is as good as PyTorch's of nothing.
    layers = [convolution(weights, 2, bias=True, padding=3), norm(), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    for stride, residuals in ((1, 2), (2, 3), (2, 5), (2, 2)):
        layers += [projection(stride), *(Residual(path(1), activation=nn.ReLU(inplace=True)) for _ in range(residuals))]
    return nn.Sequential(*layers, Mean(), dense(weights))


class UNet(nn.Module):
    """U-Net; probabilities of pixels."""

    def __init__(self, weights: Weights):
        super().__init__()

        def convolutions() -> nn.Module:
            return nn.Sequential(convolution(weights, bias=True), nn.ReLU(inplace=True), convolution(weights, bias=True), nn.ReLU(inplace=True))

        self.down = nn.ModuleList([convolutions() for _ in range(5)])
        self.up, self.joined = nn.ModuleList(), nn.ModuleList()
        for _ in range(4):
            self.up.append(_transpose(weights))
            self.joined.append(convolutions())
        self.last = convolution(weights, bias=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        skips = []
        for step in self.down[:4]:
            x = step(x)
            skips.append(x)
            x = functional.max_pool2d(x, 2)
        x = self.down[4](x)
        for up, joined, skip in zip(self.up, self.joined, reversed(skips)):
            x = joined(torch.cat([up(x), skip], 1))
        return torch.sigmoid(self.last(x))


def _transpose(weights: Weights) -> nn.Module:
    kernel, bias = weights.take("kernel"), weights.take("bias")
    rows, columns, outputs, inputs = kernel.shape
    layer = nn.ConvTranspose2d(inputs, outputs, (rows, columns), stride=(rows, columns))
    with torch.no_grad():
        layer.weight.copy_(kernel.permute(3, 2, 0, 1))
        layer.bias.copy_(bias)
    return layer


class SqueezeExcite(nn.Module):
    """Each channel times what the means of all say."""

    def __init__(self, weights: Weights):
        super().__init__()
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), convolution(weights, bias=True), nn.ReLU(inplace=True), convolution(weights, bias=True), nn.Hardsigmoid(inplace=True))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.gate(x) * x


def mobilenetv3(weights: Weights) -> nn.Module:
    """MobileNetV3-Large for small pictures; ten values."""
    def path(stride: int, activation: Callable[[], nn.Module], is_squeezed: bool) -> nn.Module:
        layers = [
            convolution(weights), normalization(weights), activation(),
            convolution(weights, stride, is_depthwise=True), normalization(weights), activation()]
        if is_squeezed:
            layers.append(SqueezeExcite(weights))
        return nn.Sequential(*layers, convolution(weights), normalization(weights))

    def relu() -> nn.Module:
        return nn.ReLU(inplace=True)

    def hard() -> nn.Module:
        return nn.Hardswish(inplace=True)

    layers = [convolution(weights, 2), normalization(weights), hard()]
    layers.append(Residual(nn.Sequential(
        convolution(weights, is_depthwise=True), normalization(weights), relu(), convolution(weights), normalization(weights))))
    for stride, activation, is_squeezed, residuals in (
            (2, relu, False, 1), (2, relu, True, 2), (2, hard, False, 3), (1, hard, True, 1), (2, hard, True, 2)):
        layers.append(path(stride, activation, is_squeezed))
        layers += [Residual(path(1, activation, is_squeezed)) for _ in range(residuals)]
    return nn.Sequential(
        *layers, convolution(weights), normalization(weights), hard(), Mean(), dense(weights), hard(), dense(weights))


NETWORKS: dict[str, Callable[[Weights], nn.Module]] = {
    "resnet20": resnet20, "mobilenet025": mobilenet025, "mobilenetv2": mobilenetv2, "resnet50": resnet50, "unet": UNet, "mobilenetv3": mobilenetv3,
}

# Those that learn classes end in softmax when they predict; others learn values.
CLASSIFIERS = {"resnet20", "mobilenet025", "mobilenetv2", "resnet50"}


class Predicting(nn.Module):
    """A network as it predicts."""

    def __init__(self, network: nn.Module, is_classifier: bool):
        super().__init__()
        self.network, self.is_classifier = network, is_classifier

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        outputs = self.network(images)
        return functional.softmax(outputs, 1) if self.is_classifier else outputs


def create(name: str, tensors: dict[str, numpy.ndarray]) -> nn.Module:
    """A network with weights, as it learns."""
    weights = Weights(tensors)
    network = NETWORKS[name](weights)
    weights.check_empty()
    return network
