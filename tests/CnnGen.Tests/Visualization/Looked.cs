using CnnGen.Data;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Support;

namespace CnnGen.Tests.Visualization;

/// <summary>A small network to be looked into: its class activation maps can be told from its weights.</summary>
internal static class Looked
{
    private static readonly Lazy<Type> Class = new(() => NetworkCompiler.Compile(
        """
        using CnnGen;
        [Inspectable]
        [Input(6, 5, 2)]
        [Conv2D(3, 3, Padding = Padding.Same, Activation = Activation.Relu)]
        [Conv2D(4, 3, Strides = 2, Padding = Padding.Same, Activation = Activation.Tanh)]
        [GlobalAveragePool2D]
        [Dense(3, Activation.Softmax)]
        public sealed partial class Small;
        """)["Small"]);

    /// <summary>The network, with weights that are drawn.</summary>
    public static CompiledNetwork Network() => (CompiledNetwork)Subject.Construct(Class.Value, 5, instructionSet: null);

    /// <summary>An image.</summary>
    public static float[] Image(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 6 * 5 * 2).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }

    /// <summary>Images, of which the last is the first once more.</summary>
    public static ImageDataset Images(int count) => new(
        Enumerable.Range(0, count).SelectMany(i => Image(i == count - 1 ? 0 : i)).ToArray(), new int[count], 6, 5, 2);
}
