using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using GraphAxis = CnnGen.Generator.Graph.NormalizationAxis;
using GraphConstant = CnnGen.Generator.Graph.Layers.ConstantValue;

namespace CnnGen.Generator.Tests.Planning;

/// <summary>Parameters get their places by what a layer says of them, whatever the layer.</summary>
public class ParameterPlannerTests
{
    [Fact]
    public void WhatIsTrainedComesFirstAndStateOfAnyLayerBehindIt()
    {
        Needs[] layers = [new(new Statistics(0, "first")), new(new Statistics(1, "second"))];
        var planner = new ParameterPlanner(layers);
        // A cache line, 16 floats, for each.
        Assert.Equal(
            [
                ("first/gamma", 0), ("first/moving_mean", 64), ("first/moving_variance", 80), ("first/beta", 16), ("second/gamma", 32),
                ("second/moving_mean", 96), ("second/moving_variance", 112), ("second/beta", 48),
            ],
            planner.Parameters.Select(parameter => (parameter.Name, parameter.Offset)));
        Assert.Equal((64, 128), (planner.TrainableFloats, planner.WeightFloats));
        Assert.All(layers, needs => Assert.True(needs.IsTrainable));
    }

    [Fact]
    public void ALayerWithStateAloneIsNotTrained() => Assert.False(new Needs(new Normalization(
        1, "normalization", new([0]), Shape.Flat(3), Shape.Flat(3), GraphAxis.Channel)).IsTrainable);

    /// <summary>A layer with weights and running statistics.</summary>
    private sealed record Statistics(int Index, string Name)
        : Layer(Index, Name, EquatableArray<int>.Empty, Shape.Flat(3), Shape.Flat(3))
    {
        protected override EquatableArray<ParameterShape> OwnParameters => new(
        [
            new("gamma", new([3]), new GraphConstant(1)),
            new("moving_mean", new([3]), new GraphConstant(0)) { IsState = true },
            new("moving_variance", new([3]), new GraphConstant(1)) { IsState = true, IsVariance = true },
            new("beta", new([3]), new GraphConstant(0)),
        ]);
    }

    private sealed class Needs(Layer layer) : LayerNeeds(layer);
}
