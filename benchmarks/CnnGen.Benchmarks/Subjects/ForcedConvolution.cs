using System.Reflection;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Products;
using CnnGen.Runtime;
using GraphAlgorithm = CnnGen.Generator.Graph.ConvAlgorithm;

namespace CnnGen.Benchmarks;

/// <summary>
/// A convolution that is told its algorithm, in a network of its own: a 1 x 1 convolution comes before it, so that somebody wants the
/// gradient of its input, and a global average after it.
/// </summary>
/// <param name="Shape">The convolution.</param>
/// <param name="Algorithm">The algorithm of all its directions.</param>
internal sealed record ForcedConvolution(ConvolutionShape Shape, GraphAlgorithm Algorithm)
{
    private const int LayerUnderTest = 2;

    private DeclaredNetwork Declared => new(
        $"C{Shape}_{Algorithm}",
        [
            DeclaredNetwork.Layer("Input", ("Height", Shape.Side), ("Width", Shape.Side), ("Channels", 1)),
            DeclaredNetwork.Convolution(Shape.Inputs, 1),
            DeclaredNetwork.Convolution(Shape.Outputs, 3, ("Algorithm", (int)Algorithm)),
            DeclaredNetwork.Layer("GlobalAveragePool2D"),
        ]);

    /// <summary>The algorithm in the planner's terms.</summary>
    public ConvolutionAlgorithm Planned => Algorithm switch
    {
        GraphAlgorithm.Winograd2x2 => ConvolutionAlgorithm.Winograd2,
        GraphAlgorithm.Winograd4x4 => ConvolutionAlgorithm.Winograd4,
        _ => ConvolutionAlgorithm.Direct,
    };

    /// <summary>The convolution with every algorithm that can compute it, the direct one first.</summary>
    /// <param name="shape">The convolution.</param>
    public static IEnumerable<ForcedConvolution> All(ConvolutionShape shape) =>
        [new(shape, GraphAlgorithm.Direct), new(shape, GraphAlgorithm.Winograd2x2), new(shape, GraphAlgorithm.Winograd4x4)];

    /// <summary>What the planner thinks of the shape.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="direction">The direction.</param>
    public static IReadOnlyList<AlgorithmEstimate> Estimates(ConvolutionShape shape, LayerDirection direction)
    {
        var layer = (Conv2D)new ForcedConvolution(shape, GraphAlgorithm.Auto).Declared.Build().Layers[LayerUnderTest];
        return AlgorithmPlanner.Estimates(new(layer.Window, layer.InputShape, layer.OutputShape), (ConvolutionDirection)direction);
    }

    /// <summary>Compiles the networks of some convolutions into one assembly, for one instruction set.</summary>
    /// <param name="convolutions">The convolutions.</param>
    /// <param name="instructionSet">The instruction set.</param>
    public static Assembly Compile(IEnumerable<ForcedConvolution> convolutions, InstructionSet instructionSet) =>
        DeclaredNetwork.Load([.. convolutions.Select(convolution => convolution.Declared)], instructionSet);

    /// <summary>The network of this convolution after a step.</summary>
    /// <param name="assembly">Where it was compiled into.</param>
    /// <param name="instructionSet">The instruction set that it was compiled for.</param>
    public CompiledNetwork NewNetwork(Assembly assembly, InstructionSet instructionSet)
    {
        var network = Declared.New(assembly, instructionSet);
        DeclaredNetwork.Step(network, Shape.BatchSize);
        return network;
    }

    /// <summary>Computes a direction of the convolution on the batch.</summary>
    /// <param name="network">Its network.</param>
    /// <param name="direction">The direction.</param>
    public static void Run(CompiledNetwork network, LayerDirection direction)
    {
        if (!network.RunLayer(LayerUnderTest, direction))
            throw new InvalidOperationException($"{network.Info.Name} has no kernel for {direction}.");
    }
}
