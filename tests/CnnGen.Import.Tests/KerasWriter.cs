using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PureHDF;

namespace CnnGen.Import.Tests;

/// <summary>Writes small model files as Keras does, for tests.</summary>
internal static class KerasWriter
{
    /// <summary>A layer as JSON.</summary>
    /// <param name="kind">Its class.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">Its options, as JSON without the braces: <c>"filters": 4</c>.</param>
    public static JsonObject Layer(string kind, string name, string options = "")
    {
        var config = JsonNode.Parse($"{{{options}}}")!.AsObject();
        config["name"] = name;
        return new JsonObject { ["class_name"] = kind, ["config"] = config, ["name"] = name };
    }

    /// <summary>An input layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape of an image.</param>
    public static JsonObject Input(string name, params int[] shape) =>
        Layer("InputLayer", name, $"\"batch_shape\": [null, {string.Join(", ", shape)}]");

    /// <summary>The same layer, which reads others, written as Keras 2 does.</summary>
    public static JsonObject Reads(this JsonObject layer, params string[] others)
    {
        var tensors = others.Select(other => (JsonNode)new JsonArray(other, 0, 0, new JsonObject()));
        layer["inbound_nodes"] = new JsonArray(new JsonArray([.. tensors]));
        return layer;
    }

    /// <summary>A stack.</summary>
    public static JsonObject Sequential(string name, params JsonObject[] layers) => new()
    {
        ["class_name"] = "Sequential",
        ["config"] = new JsonObject { ["name"] = name, ["layers"] = new JsonArray([.. layers]) },
    };

    /// <summary>A graph.</summary>
    public static JsonObject Functional(string name, string input, string output, params JsonObject[] layers)
    {
        foreach (var layer in layers)
            layer["inbound_nodes"] ??= new JsonArray();
        return new()
        {
            ["class_name"] = "Functional",
            ["name"] = name,
            ["config"] = new JsonObject
            {
                ["name"] = name,
                ["layers"] = new JsonArray([.. layers]),
                ["input_layers"] = new JsonArray(new JsonArray(input, 0, 0)),
                ["output_layers"] = new JsonArray(new JsonArray(output, 0, 0)),
            },
        };
    }

    /// <summary>An archive of Keras 3.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="weights">Weights by the path of their group, such as <c>layers/conv2d</c>, in order.</param>
    public static void WriteArchive(string path, JsonObject model, params (string Group, H5Dataset[] Weights)[] weights)
    {
        var file = new H5File();
        foreach (var (group, values) in weights)
        {
            H5Group place = file;
            foreach (var step in group.Split('/').Append("vars"))
                place = Inner(place, step);
            for (var i = 0; i < values.Length; i++)
                place[$"{i}"] = values[i];
        }

        using var data = new MemoryStream();
        file.Write(data);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Add("metadata.json", Encoding.UTF8.GetBytes("""{"keras_version": "3.8.0"}"""));
        Add("config.json", Encoding.UTF8.GetBytes(model.ToJsonString()));
        Add("model.weights.h5", data.ToArray());

        void Add(string name, byte[] bytes)
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(bytes);
        }
    }

    /// <summary>An HDF5 file of a whole model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="version">The version of Keras.</param>
    /// <param name="weights">Layers of the outermost model with their weights by names.</param>
    public static void WriteHdf5(
        string path, JsonObject model, string version, params (string Layer, (string Name, H5Dataset Values)[] Weights)[] weights)
    {
        var groups = new H5Group { Attributes = { ["layer_names"] = weights.Select(each => each.Layer).ToArray() } };
        foreach (var (layer, values) in weights)
        {
            var group = layer.Split('/').Aggregate(groups, Inner);
            group.Attributes["weight_names"] = values.Select(each => each.Name).ToArray();
            foreach (var (name, dataset) in values)
            {
                var steps = name.Split('/');
                var place = group;
                foreach (var step in steps[..^1])
                    place = Inner(place, step);
                place[steps[^1]] = dataset;
            }
        }

        var file = new H5File
        {
            Attributes = { ["model_config"] = model.ToJsonString(), ["keras_version"] = version },
            ["model_weights"] = groups,
        };
        file.Write(path);
    }

    /// <summary>A tensor.</summary>
    /// <param name="values">Its values.</param>
    /// <param name="shape">Its extents.</param>
    public static H5Dataset Tensor(float[] values, params int[] shape) =>
        new(values, fileDims: [.. shape.Select(extent => (ulong)extent)]);

    private static H5Group Inner(H5Group place, string name)
    {
        if (!place.TryGetValue(name, out var inner))
            place[name] = inner = new H5Group();
        return (H5Group)inner;
    }
}
