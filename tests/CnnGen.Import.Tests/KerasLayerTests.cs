using System.Text.Json;
using System.Text.Json.Nodes;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using PureHDF;
using Xunit;

namespace CnnGen.Import.Tests;

/// <summary>Layers, and small networks, with the numbers that Keras gives for them, each in a model file of its own.</summary>
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

    /// <summary>The files of cases; one empty name where there are none.</summary>
    internal static IEnumerable<string> Names()
    {
        var folder = Path.Combine(Fixtures.RepositoryRoot(), "..", "shared", "fixtures", "keras-layers");
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order()
            : [""];
    }

    /// <summary>Writes the case as a model; returns the image that stands for its inputs.</summary>
    internal static (float[] Image, string Path) Write(JsonElement each, string path)
    {
        List<JsonElement> inputs =
            each.TryGetProperty("inputs", out var given) ? [.. given.EnumerateArray()] : [each.GetProperty("input")];
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

        var isGraph = each.TryGetProperty("nodes", out var several);
        JsonElement[] nodes = isGraph ? [.. several.EnumerateArray()] : [each];
        var output = isGraph ? each.GetProperty("output").GetString()! : "subject";
        var (counts, weights) = (new Dictionary<string, int>(), new List<(string, H5Dataset[])>());
        foreach (var node in nodes)
        {
            var kind = node.GetProperty("layer").GetString()!;
            var layer = KerasWriter.Layer(
                kind, isGraph ? node.GetProperty("name").GetString()! : output, node.GetProperty("arguments").GetRawText().Trim('{', '}'));
            layers.Add(layer.Reads(isGraph ? [.. node.GetProperty("inputs").EnumerateArray().Select(NameOf)] : [.. names]));
            var number = counts.GetValueOrDefault(kind);
            counts[kind] = number + 1;
            if (node.TryGetProperty("weights", out var tensors))
                weights.Add(($"layers/{Snake(kind)}{(number == 0 ? "" : $"_{number}")}", [.. tensors.EnumerateArray().Select(Tensor)]));
        }

        KerasWriter.WriteArchive(path, KerasWriter.Functional("case", "images", output, [.. layers]), [.. weights]);
        return (image, path);

        // input, or input_1 of several.
        string NameOf(JsonElement input) => input.GetString()! is var name && name.StartsWith("input", StringComparison.Ordinal)
            ? names[name == "input" ? 0 : name[^1] - '0']
            : name;
    }

    private static H5Dataset Tensor(JsonElement tensor) => KerasWriter.Tensor(
        Floats(tensor.GetProperty("data")), [.. tensor.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())]);

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
