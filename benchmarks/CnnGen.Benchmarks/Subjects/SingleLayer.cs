using System.Reflection;
using CnnGen.Generator.Graph;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks;

/// <summary>
/// A layer in a network of its own: a 1 x 1 convolution comes before it, so that somebody wants the gradient of its input, unless it reads
/// the images; and a global average after it.
/// </summary>
/// <param name="Shape">The layer.</param>
/// <param name="Activation">Its activation.</param>
internal sealed record SingleLayer(LayerShape Shape, ActivationFunction Activation)
{
    private int LayerUnderTest => Shape.ReadsImages ? 1 : 2;

    private DeclaredNetwork Declared => new(
        $"L{Shape}_{Activation}",
        [
            DeclaredNetwork.Layer(
                "Input", ("Height", Shape.Side), ("Width", Shape.Side), ("Channels", Shape.ReadsImages ? Shape.Inputs : 1)),
            .. Shape.ReadsImages ? [] : new[] { DeclaredNetwork.Convolution(Shape.Inputs, 1) },
            Shape.Declare(Activation),
            DeclaredNetwork.Layer("GlobalAveragePool2D"),
        ]);

    /// <summary>Compiles the networks of some layers into one assembly, for one instruction set.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="instructionSet">The instruction set.</param>
    public static Assembly Compile(IEnumerable<SingleLayer> layers, InstructionSet instructionSet) =>
        DeclaredNetwork.Load([.. layers.Select(layer => layer.Declared)], instructionSet);

    /// <summary>The network.</summary>
    /// <param name="assembly">Where it was compiled into.</param>
    /// <param name="instructionSet">The instruction set that it was compiled for.</param>
    public CompiledNetwork NewNetwork(Assembly assembly, InstructionSet instructionSet) => Declared.New(assembly, instructionSet);

    /// <summary>Computes a direction of the layer on the batch of the last step.</summary>
    /// <param name="network">Its network.</param>
    /// <param name="direction">The direction.</param>
    public void Run(CompiledNetwork network, LayerDirection direction)
    {
        if (!network.RunLayer(LayerUnderTest, direction))
            throw new InvalidOperationException($"{network.Info.Name} has no kernel for {direction}.");
    }
}
