using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Tests.Support;
using GraphInitializer = CnnGen.Generator.Graph.Initializer;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>What attributes and defaults say of weights, and what does not go together.</summary>
public class WeightSettingsTests
{
    [Theory]
    [InlineData(
        "[Dense(3, KernelInitializerValue = 1)]",
        "CNN065", "Initializer.GlorotUniform|set KernelInitializer to Orthogonal, Identity")]
    [InlineData(
        "[Dense(3, BiasInitializer = Initializer.Ones, BiasInitializerValue = 1)]",
        "CNN065", "Initializer.Ones|set BiasInitializer")]
    [InlineData("[Dense(3, UseBias = false, BiasRegularizerL2 = 1)]", "CNN065", "a layer without a bias|set UseBias = true")]
    [InlineData("[LayerDefaults(UseBias = false)] [Dense(3, BiasConstraint = Constraint.NonNeg)]", "CNN065", "a layer without a bias")]
    [InlineData("[BatchNormalization(Center = false, BetaInitializer = Initializer.Ones)]", "CNN065", "without a beta|set Center = true")]
    [InlineData("[Dense(3, KernelConstraintValue = 1)]", "CNN065", "Constraint.None|set KernelConstraint to MaxNorm")]
    [InlineData(
        "[Dense(3, KernelConstraint = Constraint.NonNeg, KernelConstraintAxes = [0, 1])]",
        "CNN065", "KernelConstraintAxes|UnitNorm")]
    [InlineData(
        "[Dense(3, KernelConstraint = Constraint.MaxNorm, KernelConstraintMinValue = 1)]",
        "CNN065", "KernelConstraintMinValue|Constraint.MaxNorm|set KernelConstraint to MinMaxNorm")]
    [InlineData("[Dense(3, BiasConstraintRate = 0.5)]", "CNN065", "Constraint.None|set BiasConstraint to MinMaxNorm")]
    [InlineData(
        "[Dense(3, KernelConstraint = Constraint.MinMaxNorm, KernelConstraintMinValue = 2)]",
        "CNN039", "KernelConstraintMinValue|2|at most the largest norm, 1")]
    [InlineData(
        "[LayerDefaults(KernelConstraint = Constraint.MinMaxNorm, KernelConstraintMinValue = 0.5)]"
        + " [Dense(3)] [Dense(3, KernelConstraintValue = 0.25)]",
        "CNN039", "KernelConstraintValue|0.25|at least the smallest norm, 0.5")]
    [InlineData("[Dense(3, KernelConstraint = Constraint.MinMaxNorm, KernelConstraintRate = 2)]", "CNN039", "from 0 to 1")]
    [InlineData("[Dense(3, KernelInitializerMean = 1)]", "CNN065", "Initializer.GlorotUniform|set KernelInitializer to RandomNormal")]
    [InlineData(
        "[LayerDefaults(KernelConstraint = Constraint.MaxNorm, KernelConstraintAxes = [0, 1, 2])] [Dense(3)]",
        "CNN039", "Dense(3)|an axis|2|from -2 to 1")]
    [InlineData("[Dense(3, ActivityRegularizerL1 = -1)]", "CNN039", "ActivityRegularizerL1|at least 0")]
    [InlineData("[LayerDefaults(ActivityRegularizerL2 = -1)] [Dense(3)]", "CNN039", "LayerDefaults|at least 0")]
    [InlineData("[ActivityRegularization(L1 = -1)] [Dense(3)]", "CNN039", "ActivityRegularization(-1)|L1|at least 0")]
    [InlineData("[LayerDefaults(KernelInitializerValue = 0.1)] [Dense(3)]", "CNN065", "LayerDefaults|Initializer.GlorotUniform")]
    [InlineData(
        "[LayerDefaults(BiasInitializer = Initializer.Orthogonal)] [Dense(3)]",
        "CNN066", "LayerDefaults|2 extents or more|1|Zeros")]
    [InlineData("[Dense(3, BiasInitializer = Initializer.Identity)]", "CNN066", "2 extents|1|Zeros")]
    [InlineData("[LayerDefaults(KernelInitializer = Initializer.Identity)] [Conv2D(3, 3)]", "CNN066", "2 extents|4|Orthogonal")]
    [InlineData("[Dense(3, KernelRegularizerL1 = -1)]", "CNN039", "KernelRegularizerL1|at least 0")]
    [InlineData("[LayerDefaults(KernelRegularizerL2 = -1)] [Dense(3)]", "CNN039", "LayerDefaults|at least 0")]
    [InlineData("[Dense(3, KernelConstraint = Constraint.MaxNorm, KernelConstraintValue = 0)]", "CNN039", "above 0, and finite")]
    [InlineData("[Dense(3, KernelConstraint = Constraint.MaxNorm, KernelConstraintAxes = [2])]", "CNN039", "from -2 to 1")]
    [InlineData("[Dense(3, KernelConstraint = Constraint.MaxNorm, KernelConstraintAxes = [1, -1])]", "CNN039", "another than those")]
    [InlineData("[Dense(3, KernelInitializer = Initializer.RandomNormal, KernelInitializerValue = -1)]", "CNN039", "at least 0")]
    [InlineData(
        "[Dense(3, KernelInitializer = Initializer.Constant, KernelInitializerValue = 1.0 / 0)]",
        "CNN022", "KernelInitializerValue")]
    public void WhatDoesNotGoTogetherIsReportedOnce(string layers, string id, string parts)
    {
        var error = Assert.Single(Build(layers).Errors, error => !error.IsWarning);
        Assert.Equal(id, error.Id);
        string message = string.Join("|", error.MessageArguments);
        Assert.All(parts.Split('|'), part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void NumbersOfTheDefaultsAreThoseOfTheirInitializer()
    {
        var layers = Build(
            "[LayerDefaults(KernelInitializer = Initializer.RandomNormal, KernelInitializerValue = 0.01, KernelRegularizerL1 = 2)]"
            + " [Dense(3)] [Dense(3, KernelInitializerValue = 0.5)] [Dense(3, KernelInitializer = Initializer.RandomNormal)]"
            + " [Dense(3, KernelInitializer = Initializer.HeNormal, KernelRegularizerL1 = 0)]").Network!.Layers.OfType<Dense>();
        Assert.Equal(
            [
                (GraphInitializer.RandomNormal, (double?)0.01, 2), (GraphInitializer.RandomNormal, 0.5, 2),
                (GraphInitializer.RandomNormal, 0.05, 2), (GraphInitializer.HeNormal, null, 0.0),
            ],
            layers.Select(layer => (layer.Kernel.Initializer, layer.Kernel.Value, layer.Kernel.Regularizer?.L1 ?? 0)));
    }

    [Fact]
    public void NumbersOfTheDefaultsAreThoseOfTheirConstraint()
    {
        var layers = Build(
            "[LayerDefaults(KernelConstraint = Constraint.MinMaxNorm, KernelConstraintValue = 3, KernelConstraintMinValue = 0.5,"
            + " KernelConstraintRate = 0.25, KernelConstraintAxes = [-1], BiasConstraint = Constraint.NonNeg, ActivityRegularizerL2 = 2)]"
            + " [Dense(3)] [Dense(3, KernelConstraintMinValue = 1, KernelConstraintAxes = [0, 1], ActivityRegularizerL2 = 0)]"
            + " [Dense(3, KernelConstraint = Constraint.MinMaxNorm)]"
            + " [Dense(3, KernelConstraint = Constraint.None, BiasConstraint = Constraint.None)]").Network!.Layers.OfType<Dense>().ToList();
        Assert.Equal(
            [(3.0, 0.5, 0.25, "1"), (3.0, 1.0, 0.25, "0, 1"), (1.0, 0.0, 1.0, "0")],
            layers.Select(layer => layer.Kernel.Constraint).Where(constraint => constraint is not null).Select(constraint => (
                constraint!.Value, constraint.MinValue, constraint.Rate, string.Join(", ", constraint.Axes))));
        Assert.Null(layers[3].Kernel.Constraint);
        Assert.Equal([true, true, true, false], layers.Select(layer => layer.Bias.Constraint is not null));
        Assert.Equal([2, null, 2, 2], layers.Select(layer => layer.ActivityRegularizer?.L2));
    }

    [Fact]
    public void MeansOfTheDefaultsAreThoseOfTheirInitializer()
    {
        var layers = Build(
            "[LayerDefaults(KernelInitializer = Initializer.RandomUniform, KernelInitializerMean = 0.5)]"
            + " [Dense(3)] [Dense(3, KernelInitializerMean = -1)] [Dense(3, KernelInitializer = Initializer.RandomNormal)]"
            + " [Dense(3, KernelInitializer = Initializer.HeNormal)]").Network!.Layers.OfType<Dense>();
        Assert.Equal([0.5, -1, 0, 0], layers.Select(layer => layer.Kernel.Mean));
    }

    private static (Network? Network, EquatableArray<NetworkError> Errors) Build(string layers)
    {
        var compilation = Compiler.Create($"[Input(6, 6, 2)] {layers} partial class Net;");
        Assert.Empty(Compiler.Complaints(compilation));
        return NetworkBuilder.Build(
            NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration);
    }
}
