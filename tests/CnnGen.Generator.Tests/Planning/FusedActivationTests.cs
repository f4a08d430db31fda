using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Planning;

/// <summary>Which activations are layers in training, and part of the layer before them in prediction.</summary>
public class FusedActivationTests
{
    private const int Direct = 1;
    private const int Winograd4x4 = 3;

    [Theory]
    [InlineData(Direct)]
    [InlineData(Winograd4x4)]
    public void WhatNeedsItsInputIsALayerInTrainingAlone(int algorithm)
    {
        // The second convolution's window gives the activation's output a border.
        var plan = PlanOf(
            Declare.Input(8, 8, 3), Convolution(algorithm, ActivationFunction.Silu), Convolution(algorithm, ActivationFunction.Linear));
        Assert.Equal(["input", "conv2d", "conv2d/silu", "conv2d_1"], plan.Layers.Select(layer => layer.Layer.Name));
        var (convolution, activation) = (plan.Layers[1], plan.Layers[2]);
        Assert.Equal(ActivationFunction.Linear, FunctionOf(convolution.Contraction!.Forward));
        Assert.Equal(ActivationFunction.Silu, FunctionOf(convolution.Contraction.Fused));
        Assert.Equal(convolution.Contraction.Forward.KernelOffset, convolution.Contraction.Fused.KernelOffset);
        Assert.Equal(activation.Places.Inference.Tensor, convolution.Places.Inference.Tensor);
        Assert.False(convolution.Places.Inference.Tensor.Border.IsEmpty);
        Assert.True(activation.Places.Inference.IsAlias);
        Assert.Null(activation.Inference);
        Assert.False(activation.Places.Training.IsAlias);
        Assert.NotNull(activation.Forward);
    }

    [Fact]
    public void WhatFollowsFromTheOutputStaysInItsLayer()
    {
        var plan = PlanOf(Declare.Input(8, 8, 3), Convolution(Direct, ActivationFunction.Elu));
        Assert.Equal(["input", "conv2d"], plan.Layers.Select(layer => layer.Layer.Name));
        Assert.Same(plan.Layers[1].Contraction!.Forward, plan.Layers[1].Contraction!.Fused);
    }

    [Theory]
    [InlineData("Activation", nameof(ActivationFunction.Tanh), true)]
    [InlineData("Activation", nameof(ActivationFunction.Softmax), false)]
    [InlineData("LeakyRelu", nameof(ActivationFunction.Linear), false)]
    [InlineData("Relu", nameof(ActivationFunction.Linear), true)]
    public void ALayerOfItsOwnIsFusedWhereItHasNoArguments(string kind, string name, bool isFused)
    {
        var function = Enum.Parse<ActivationFunction>(name);
        var plan = PlanOf(
            Declare.Input(8, 8, 3), Convolution(Direct, ActivationFunction.Linear), Declare.Layer(kind, ("Function", (int)function)));
        Assert.Equal(isFused, plan.Layers[2].Places.Inference.IsAlias);
        Assert.Equal(isFused, plan.Layers[1].Contraction!.Fused != plan.Layers[1].Contraction!.Forward);
    }

    private static LayerDeclaration Convolution(int algorithm, ActivationFunction activation) =>
        Declare.Conv2D(16, 3, 3, ("Padding", 1), ("Algorithm", algorithm), ("Activation", (int)activation));

    private static ActivationFunction FunctionOf(PlannedProduct product) =>
        product is TiledWinograd winograd ? winograd.Winograd.Activation : ((TiledProduct)product).Product.Activation;

    private static Plan PlanOf(params LayerDeclaration[] attributes) =>
        Planner.Plan(Declare.Build(attributes), new GeneratorOptions(Target.All));
}
