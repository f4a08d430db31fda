using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>Imported networks beside ONNX Runtime, which runs the same file.</summary>
internal static class OnnxComparison
{
    private const int Images = 2;

    /// <summary>Imports a model, compiles it, and compares what it and ONNX Runtime give for random images.</summary>
    /// <param name="writer">The model.</param>
    /// <param name="tolerance">The largest difference, of outputs of about 1.</param>
    /// <param name="isChannelsLast">Whether the file has its images with the channels last.</param>
    /// <returns>What was imported.</returns>
    public static ImportedNetwork AssertSame(OnnxWriter writer, double tolerance = 1e-5, bool isChannelsLast = false)
    {
        using var folder = new TemporaryFolder();
        var path = writer.Save(folder["model.onnx"]);
        var imported = NetworkImport.Read(path);
        using var network = CompiledImport.Create(imported);
        AssertSame(path, network, imported.Source, tolerance, isChannelsLast);
        return imported;
    }

    /// <summary>Compares what a compiled network and ONNX Runtime give for random images.</summary>
    public static void AssertSame(string path, INetwork network, string source, double tolerance, bool isChannelsLast = false)
    {
        using var session = new InferenceSession(path);
        var (name, metadata) = session.InputMetadata.Single();
        int[] shape = [.. metadata.Dimensions];
        shape[0] = shape[0] < 1 ? Images : shape[0];
        var random = new Random(7);
        float[] input = [.. Enumerable.Range(0, shape.Aggregate(1, (all, each) => all * each)).Select(_ => 2 * random.NextSingle() - 1)];
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(input, shape))]);
        var actual = network.Predict(isChannelsLast ? input : ChannelsLast(input, shape));
        var tensor = results.Single().AsTensor<float>();
        float[] expected = isChannelsLast ? [.. tensor] : ChannelsLast([.. tensor], [.. tensor.Dimensions]);
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                $"output {i} is {actual[i]}, but ONNX Runtime gives {expected[i]}\n{source}");
        }
    }

    /// <summary>Channels first to channels last, of images and sequences.</summary>
    public static float[] ChannelsLast(float[] values, int[] shape)
    {
        if (shape.Length < 3)
            return values;
        var (channels, pixels) = (shape[1], shape.Skip(2).Aggregate(1, (all, each) => all * each));
        var moved = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (image, channel, pixel) = (i / (channels * pixels), i / pixels % channels, i % pixels);
            moved[(image * pixels + pixel) * channels + channel] = values[i];
        }

        return moved;
    }
}
