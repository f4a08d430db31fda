using System.Text.Json;
using System.Text.Json.Nodes;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Import.Tests;

/// <summary>Layers with the numbers that Keras gives for them, each in a model file of its own.</summary>
public sealed class KerasLayerTests
{
    // Over rows or columns; CnnGen normalizes and joins channels.
    private static readonly string[] OtherAxes =
    [
        "normalization.BatchNormalization.2", "merge.Concatenate.2",
    ];

    public static TheoryData<string> Files => [.. Names()];

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void GivesWhatKerasGives(string file)
    {
        Skip.If(file.Length == 0, "the fixtures are missing");
        using var cases = JsonDocument.Parse(File.ReadAllText(Fixtures.Path($"keras-layers/{file}.json")));
        var compared = 0;
        foreach (var each in cases.RootElement.EnumerateArray())
        {
            var name = each.GetProperty("name").GetString()!;
            using var folder = new TemporaryFolder();
            var (images, path) = Write(each, folder["case.keras"]);
            ImportedNetwork imported;
            try
            {
                imported = NetworkImport.Read(path);
            }
            catch (ImportException e) when (e.Message.Contains("axis", StringComparison.Ordinal))
            {
                Assert.Contains(name, OtherAxes);
                continue;
            }

            Assert.DoesNotContain(name, OtherAxes);
            using var network = CompiledImport.Create(imported);
            var expected = Floats(each.GetProperty("expected").GetProperty("data"));
            var outputs = network.Predict(images);
            Assert.Equal(expected.Length, outputs.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - outputs[i]) <= each.GetProperty("tolerance").GetDouble(),
                    $"{name}: output {i} is {outputs[i]}, but Keras gives {expected[i]}\n{imported.Source}");
            }

            compared++;
        }

        Assert.True(compared > 0);
    }

    private static IEnumerable<string> Names()
    {
        var folder = Path.Combine(Fixtures.RepositoryRoot(), "..", "shared", "fixtures", "keras-layers");
        // Whole networks are compared elsewhere, as are their files.
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file))
                .Except(["Graph", "Pipeline"]).Order()
            : [""];
    }

    /// <summary>Writes the case as a model; returns the image that stands for its inputs.</summary>
    private static (float[] Image, string Path) Write(JsonElement each, string path)
    {
        var kind = each.GetProperty("layer").GetString()!;
        var layer = KerasWriter.Layer(kind, "subject", each.GetProperty("arguments").GetRawText().Trim('{', '}'));
        List<JsonElement> inputs =
            each.TryGetProperty("inputs", out var several) ? [.. several.EnumerateArray()] : [each.GetProperty("input")];
        int[] shape = [.. inputs[0].GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
        var image = inputs.SelectMany(input => Floats(input.GetProperty("data"))).ToArray();
        // Merges read parts of one image, as a network has one input: one below the other. A vector is a map of one pixel first.
        var isVector = shape.Length == 1;
        int[] whole = isVector ? [inputs.Count, 1, shape[0]] : [shape[0] * inputs.Count, .. shape[1..]];
        var (layers, names) = (new List<JsonObject> { KerasWriter.Input("images", whole) }, new List<string>());
        var height = whole[0] / inputs.Count;
        for (var i = 0; i < inputs.Count; i++)
        {
            var (before, behind) = (i * height, (inputs.Count - 1 - i) * height);
            layers.Add((whole.Length == 3
                ? KerasWriter.Layer("Cropping2D", $"part{i}", $"\"cropping\": [[{before}, {behind}], [0, 0]]")
                : KerasWriter.Layer("Cropping1D", $"part{i}", $"\"cropping\": [{before}, {behind}]")).Reads("images"));
            if (isVector)
                layers.Add(KerasWriter.Layer("Flatten", $"vector{i}").Reads($"part{i}"));
            names.Add(isVector ? $"vector{i}" : $"part{i}");
        }

        layers.Add(layer.Reads([.. names]));
        var weights = each.TryGetProperty("weights", out var given)
            ? given.EnumerateArray().Select(tensor => KerasWriter.Tensor(
                Floats(tensor.GetProperty("data")),
                [.. tensor.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())])).ToArray()
            : [];
        KerasWriter.WriteArchive(path, KerasWriter.Functional("case", "images", "subject", [.. layers]),
            ($"layers/{Snake(kind)}", weights));
        return (image, path);
    }

    private static string Snake(string kind) => kind switch
    {
        "BatchNormalization" => "batch_normalization",
        "Conv2D" => "conv2d",
        "Conv2DTranspose" => "conv2d_transpose",
        "SeparableConv2D" => "separable_conv2d",
        "Dense" => "dense",
        _ => "without_weights",
    };

    private static float[] Floats(JsonElement data) => [.. data.EnumerateArray().Select(value => (float)value.GetDouble())];
}
