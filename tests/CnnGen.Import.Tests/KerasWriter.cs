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
        using var data = new MemoryStream();
        Numbered(weights).Write(data);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Add("metadata.json", Encoding.UTF8.GetBytes("""{"keras_version": "3.8.0"}"""));
        Add("config.json", Encoding.UTF8.GetBytes(model.ToJsonString()));
        Add("model.weights.h5", data.ToArray());

        void Add(string name, byte[] bytes)
        {
            // Without the time of day, so that mutations of a file are the same whenever it is written.
            var entry = archive.CreateEntry(name);
            entry.LastWriteTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var content = entry.Open();
            content.Write(bytes);
        }
    }

    /// <summary>Weights alone, as Keras 3 writes them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">Weights by the path of their group, in order.</param>
    public static void WriteWeights(string path, params (string Group, H5Dataset[] Weights)[] weights) => Numbered(weights).Write(path);

    /// <summary>Weights alone, as Keras 2 writes them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">Layers with their weights by names.</param>
    public static void WriteGroups(string path, params (string Layer, (string Name, H5Dataset Values)[] Weights)[] weights) =>
        WriteGroups(path, parts: 1, weights);

    /// <summary>The same, with the names of the layers in several attributes, as where they are more than 64 KB.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parts">How many.</param>
    /// <param name="weights">Layers with their weights by names.</param>
    public static void WriteGroups(string path, int parts, (string Layer, (string Name, H5Dataset Values)[] Weights)[] weights)
    {
        var file = new H5File();
        AddGroups(file, weights);
        if (parts > 1)
        {
            file.Attributes.Remove("layer_names");
            var names = weights.Select(each => each.Layer).Chunk((weights.Length + parts - 1) / parts).ToList();
            for (var part = 0; part < names.Count; part++)
                file.Attributes[$"layer_names{part}"] = names[part];
        }

        file.Write(path);
    }

    /// <summary>An HDF5 file of a whole model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="version">The version of Keras.</param>
    /// <param name="weights">Layers of the outermost model with their weights by names.</param>
    public static void WriteHdf5(
        string path, JsonObject model, string version, params (string Layer, (string Name, H5Dataset Values)[] Weights)[] weights)
    {
        var groups = new H5Group();
        AddGroups(groups, weights);
        var file = new H5File
        {
            Attributes = { ["model_config"] = model.ToJsonString(), ["keras_version"] = version },
            ["model_weights"] = groups,
        };
        file.Write(path);
    }

    /// <summary>A layers model of TensorFlow.js, its weights in three files.</summary>
    /// <param name="path">The <c>model.json</c>.</param>
    /// <param name="model">The model.</param>
    /// <param name="isConverted">Whether a model of Keras was converted; else it was made in TensorFlow.js.</param>
    /// <param name="data">The weights' bytes.</param>
    /// <param name="weights">What they are, from <see cref="Weight"/>.</param>
    public static void WriteTfjs(string path, JsonObject model, bool isConverted, byte[] data, params JsonObject[] weights)
    {
        string[] names = ["group1-shard1of3.bin", "group1-shard2of3.bin", "group1-shard3of3.bin"];
        for (var part = 0; part < names.Length; part++)
        {
            var bytes = data[(data.Length * part / names.Length)..(data.Length * (part + 1) / names.Length)];
            File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(path)!, names[part]), bytes);
        }

        var topology = isConverted
            ? new JsonObject { ["keras_version"] = "2.4.0", ["backend"] = "tensorflow", ["model_config"] = model }
            : model;
        if (!isConverted)
            (model["keras_version"], model["backend"]) = ("tfjs-layers 4.0.0", "tensor_flow.js");
        var file = new JsonObject
        {
            ["format"] = "layers-model",
            ["modelTopology"] = topology,
            ["weightsManifest"] = new JsonArray(new JsonObject
            {
                ["paths"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
                ["weights"] = new JsonArray([.. weights]),
            }),
        };
        File.WriteAllText(path, file.ToJsonString());
    }

    /// <summary>A weight of <see cref="WriteTfjs"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="stored">The type that its numbers are stored as; its own when left out.</param>
    /// <param name="scale">What stored numbers are multiplied by.</param>
    /// <param name="min">What is added then.</param>
    public static JsonObject Weight(string name, string type, int[] shape, string? stored = null, double scale = 1, double min = 0)
    {
        var weight = new JsonObject
        {
            ["name"] = name,
            ["dtype"] = type,
            ["shape"] = new JsonArray([.. shape.Select(extent => (JsonNode)extent)]),
        };
        if (stored is not null)
            weight["quantization"] = new JsonObject { ["dtype"] = stored, ["scale"] = scale, ["min"] = min, ["original_dtype"] = type };
        return weight;
    }

    /// <summary>A tensor.</summary>
    /// <param name="values">Its values.</param>
    /// <param name="shape">Its extents.</param>
    public static H5Dataset Tensor(float[] values, params int[] shape) =>
        new(values, fileDims: [.. shape.Select(extent => (ulong)extent)]);

    private static H5File Numbered((string Group, H5Dataset[] Weights)[] weights)
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

        return file;
    }

    private static void AddGroups(H5Group groups, (string Layer, (string Name, H5Dataset Values)[] Weights)[] weights)
    {
        groups.Attributes["layer_names"] = weights.Select(each => each.Layer).ToArray();
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
    }

    private static H5Group Inner(H5Group place, string name)
    {
        if (!place.TryGetValue(name, out var inner))
            place[name] = inner = new H5Group();
        return (H5Group)inner;
    }
}
