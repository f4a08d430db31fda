using System.Globalization;
using CnnGen.Runtime;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Receptive fields against brute force: which pixels of the image, each made larger by itself, change a pixel of a layer. The networks are
/// random; nothing in them is negative, so that no two changes cancel out.
/// </summary>
public sealed class ReceptiveFieldTests
{
    private const int Stacks = 40;

    /// <summary>Layers of which each output grows with every input that it depends on.</summary>
    private static readonly string[] Layers =
    [
        "Conv2D(2, {0}, {1}{2})", "Conv2D(3, {1}, {0}, Strides = 2{2})", "Conv2D(2, 2, DilationHeight = {0}{2})",
        "DepthwiseConv2D({0}, {1}{2})", "SeparableConv2D(2, {0}{2})", "AveragePool2D({0}, {1}{2})",
        "AveragePool2D({0}, Strides = {1}{2})", "Conv2DTranspose(2, {0}, Strides = {1}{2})",
        "Conv2DTranspose(2, {0}, {1}, StrideWidth = 3{2})", "UpSampling2D({0}, {1})",
        "UpSampling2D(2, {1}, Interpolation = Interpolation.Bilinear)", "UpSampling2D(3, 3, Interpolation = Interpolation.Bilinear)",
        "Resizing(7, {0})", "Resizing({0}, 5, Interpolation = Interpolation.Nearest)", "ZeroPadding2D({0})",
        "ZeroPadding2D(0, {1}, {0}, 1)", "Cropping2D(1, 0, 0, 1)", "CenterCrop(3, 3)", "SpaceToDepth(1)", "BatchNormalization",
        "Add(\"l1\")", "Concatenate(\"input\")", "Average(\"l1\")", "Dense(3)",
        "GlobalAveragePool2D(KeepDims = true)",
    ];

    [Fact]
    public void FieldsAreThePixelsThatMatter()
    {
        int compared = 0, empty = 0;
        for (int seed = 0; seed < Stacks * 8 && compared < Stacks; seed++)
        {
            var random = new Random(seed);
            using var network = TryCreate(Declare(random));
            if (network is null)
                continue;
            using var inspector = network.Inspect();
            foreach (var layer in network.Info.Layers.Skip(1))
            {
                var (height, width) = ReceptiveFields.Extents(layer);
                var (row, column) = (random.Next(height), random.Next(width));
                var want = BruteForce(inspector, layer, (row * width) + column);
                Assert.True(
                    want == inspector.ReceptiveField(layer.Name, row, column),
                    $"{Declare(new Random(seed))}\n{layer.Name} ({row}, {column}): {want} matters, the field is"
                        + $" {inspector.ReceptiveField(layer.Name, row, column)}");
                empty += want.IsEmpty ? 1 : 0;
            }

            compared++;
        }

        Assert.Equal(Stacks, compared);
        Assert.NotEqual(0, empty);
    }

    [Fact]
    public void SequencesHaveFieldsOfSteps()
    {
        var type = NetworkCompiler.Compile(
            """
            using CnnGen;
            [Inspectable]
            [Input(20, 2)]
            [Conv1D(3, 3, Padding = Padding.Causal, Dilation = 2)]
            [MaxPool1D(2)]
            [Flatten]
            [Dense(2)]
            public sealed partial class Steps;
            """)["Steps"];
        using var network = (CompiledNetwork)Subject.Construct(type, 0, null);
        using var inspector = network.Inspect();
        Assert.Equal(new PixelRectangle(0, 1, 1, 1 + 5), inspector.ReceptiveField("conv1d", 0, 5) with { Column = 1, Columns = 6 });
        Assert.Equal(new PixelRectangle(0, 6, 1, 6), inspector.ReceptiveField("max_pooling1d", 0, 5));
        Assert.Equal(new PixelRectangle(0, 0, 1, 20), inspector.ReceptiveField("dense", 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => inspector.ReceptiveField("max_pooling1d", 0, 10));
    }

    private static string Declare(Random random)
    {
        var lines = new List<string>
        {
            $"[Inspectable] [Input({random.Next(4, 11)}, {random.Next(4, 11)}, 2)]",
            "[Conv2D(2, 1, From = \"input\", Name = \"l1\")]",
        };
        int count = random.Next(1, 5);
        for (int i = 0; i < count; i++)
        {
            string padding = random.Next(2) == 0 ? ", Padding = Padding.Same" : "";
            string layer = Layers[random.Next(Layers.Length)];
            lines.Add($"[{string.Format(CultureInfo.InvariantCulture, layer, random.Next(1, 4), random.Next(1, 4), padding)}]");
        }

        return string.Join("\n", lines) + "\npublic sealed partial class Field;";
    }

    /// <summary>A network without negative weights; null where the layers do not fit.</summary>
    private static CompiledNetwork? TryCreate(string declaration)
    {
        CompiledNetwork network;
        try
        {
            var type = NetworkCompiler.Compile($"using CnnGen;\n{declaration}", "Scalar")["Field"];
            network = (CompiledNetwork)Subject.Construct(type, 0, InstructionSet.Scalar);
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        foreach (var parameter in network.Parameters)
            parameter.CopyFrom([.. Enumerable.Range(0, parameter.Count).Select(i => 0.5f + (i % 3 * 0.125f))]);
        return network;
    }

    private static PixelRectangle BruteForce(NetworkInspector inspector, LayerInfo layer, int pixel)
    {
        var shape = inspector.Info.InputShape;
        int size = inspector.Info.InputSize, channels = shape[2], pixels = shape[0] * shape[1];
        // The first image is as it is; in each of the others a pixel is larger.
        float[] images = new float[(pixels + 1) * size];
        for (int i = 0; i < pixels; i++)
            images.AsSpan(((i + 1) * size) + (i * channels), channels).Fill(1);
        var values = inspector.Activations(images)[layer.Name];
        int outputs = values.Length / (pixels + 1), depth = layer.OutputShape[^1];
        int at = outputs == depth ? 0 : pixel * depth;
        var (top, left, bottom, right) = (int.MaxValue, int.MaxValue, -1, -1);
        for (int i = 0; i < pixels; i++)
        {
            if (values.Slice(at, depth).SequenceEqual(values.Slice(((i + 1) * outputs) + at, depth)))
                continue;
            var (row, column) = (i / shape[1], i % shape[1]);
            (top, left, bottom, right) = (Math.Min(top, row), Math.Min(left, column), Math.Max(bottom, row), Math.Max(right, column));
        }

        return bottom < 0 ? default : new(top, left, bottom - top + 1, right - left + 1);
    }
}
