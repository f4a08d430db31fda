using System.Text.Json;
using CnnGen.Import.Graph;
using CnnGen.Import.Writing;

namespace CnnGen.Import.Keras;

/// <summary>Reads a model of Keras into layers; models inside it are taken apart.</summary>
internal sealed class KerasModel
{
    // Models inside models inside models; what is deeper is no model that anybody made.
    private const int MostDepth = 32;

    private readonly string _path;
    private readonly KerasFile _file;
    private readonly ImportOptions _options;
    private readonly List<ImportProblem> _problems = [];
    private readonly List<string> _notes = [];
    private readonly List<ImportedLayer> _layers = [];
    private readonly Dictionary<string, ImportedLayer> _byName = [];

    // Whether images have their channels first in the file: what the first layer takes that says where it has them.
    private bool _isChannelsFirst;

    // What a name in a model stands for, by the path of models that it is in: of a model inside, its output.
    private readonly Dictionary<string, string> _outputOf = [];

    private KerasModel(string path, KerasFile file, ImportOptions options) => (_path, _file, _options) = (path, file, options);

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="file">What it holds.</param>
    /// <param name="options">What is made of it.</param>
    /// <exception cref="ImportException">The model has something that a network cannot have; all of it is listed.</exception>
    public static ImportedGraph Read(string path, KerasFile file, ImportOptions options)
    {
        var model = new KerasModel(path, file, options);
        try
        {
            model._isChannelsFirst = FirstDataFormat(file.Config.RootElement) == "channels_first";
            var outputs = model.ReadModel(file.Config.RootElement, [], null);
            if (model._problems.Count == 0)
                return ImportedGraph.Sorted(model._layers, outputs) with { Notes = model._notes };
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            model._problems.Add(new(path, $"the model's configuration is damaged, or of a version that is not known: {e.Message}"));
        }

        throw new ImportException(path, model._problems);
    }

    /// <summary>Reads a model; returns the layers that are its outputs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The models that it is in, and itself; none of the outermost.</param>
    /// <param name="input">The layer that it reads, of one inside another.</param>
    private IReadOnlyList<string> ReadModel(JsonElement model, IReadOnlyList<KerasStep> path, string? input)
    {
        var kind = model.GetProperty("class_name").GetString() ?? "";
        var config = model.GetProperty("config");
        if (path.Count > MostDepth)
            throw new InvalidDataException($"there are models inside each other, more than {MostDepth} deep");
        if (kind is not ("Sequential" or "Functional" or "Model"))
        {
            _problems.Add(new($"model ({kind})",
                "a model must be Sequential or Functional; one that is a class of its own has no layers to read"));
            return [];
        }

        // A list of layers alone is the whole configuration of an old Sequential.
        var layers = config.ValueKind == JsonValueKind.Array ? config : config.GetProperty("layers");
        var isSequential = kind == "Sequential";
        var numbers = new Dictionary<string, int>();
        var last = input;
        foreach (var layer in layers.EnumerateArray())
        {
            var step = StepOf(layer, numbers);
            // The input of a model inside is what that reads.
            last = step.Kind == "InputLayer"
                ? input ?? AddInput(step.Name, layer.GetProperty("config"))
                : ReadLayer(layer, [.. path, step], !isSequential ? InputsOf(layer, step, path) : last is null ? [] : [last]);
            _outputOf[Key(path, step.Name)] = last;
        }

        if (isSequential)
            return last is null ? throw new InvalidDataException("the model has no layers") : [last];
        if (KerasConnections.Ends(config, "input_layers") is { Count: > 1 } several)
            _problems.Add(new("model", $"it has several inputs ({string.Join(", ", several)}), but a network has one"));
        return [.. KerasConnections.Ends(config, "output_layers").Select(name => Resolve(path, name))];
    }

    private static KerasStep StepOf(JsonElement layer, Dictionary<string, int> numbers)
    {
        var kind = layer.GetProperty("class_name").GetString() ?? "";
        var config = layer.GetProperty("config");
        var name = config.ValueKind == JsonValueKind.Object && config.TryGetProperty("name", out var own) ? own.GetString()
            : layer.TryGetProperty("name", out var other) ? other.GetString() : null;
        var number = numbers.GetValueOrDefault(kind);
        numbers[kind] = number + 1;
        return new(name ?? throw new InvalidDataException($"a {kind} has no name"), kind, number);
    }

    private IReadOnlyList<string> InputsOf(JsonElement layer, KerasStep step, IReadOnlyList<KerasStep> path)
    {
        var calls = KerasConnections.Calls(layer);
        if (calls == 1)
            return [.. KerasConnections.Inputs(layer).Select(name => Resolve(path, name))];
        _problems.Add(new($"layer '{step.Name}' ({step.Kind})", calls == 0
            ? "it reads nothing"
            : $"it is called {calls} times, which shares its weights; build a layer for each call, or call it once"));
        return [];
    }

    /// <summary>Reads a layer, or the layers of a model inside; returns the name of the one that stands for it.</summary>
    private string ReadLayer(JsonElement json, IReadOnlyList<KerasStep> path, IReadOnlyList<string> inputs)
    {
        var (step, config) = (path[^1], json.GetProperty("config"));
        if (step.Kind is "Sequential" or "Functional" or "Model")
        {
            var outputs = ReadModel(json, path, inputs.Count == 1 ? inputs[0] : null);
            if (outputs.Count == 1)
                return outputs[0];
            if (outputs.Count > 1)
                _problems.Add(new($"model '{step.Name}'", $"a model inside another must have one output, but it has {outputs.Count}"));
            return inputs.Count > 0 ? inputs[0] : step.Name;
        }

        if (_layers.Count == 0)
            inputs = [AddInput($"{step.Name}_input", config)];
        if (inputs is [var before] && KerasAugmentations.Replacement(step.Kind) is { } replacement)
        {
            _notes.Add($"layer '{step.Name}' ({step.Kind}) does nothing in predictions and is left out; in training, {replacement}");
            return before;
        }

        var layer = new ImportedLayer(FreeName(path), step.Kind) { Stem = KerasStep.SnakeCase(step.Kind), Inputs = inputs };
        layer.Axes = inputs is [var first, ..] && _byName.TryGetValue(first, out var read) ? read.Axes : 0;
        Add(layer);
        // A layer that does not say where channels are takes its maps as they are; where these differ, all with their channels first.
        Turn(layer, inputs.Any(input => _byName.TryGetValue(input, out var map) && map is { Axes: 3, IsChannelsFirst: true }));
        if (KerasRules.Table.TryGetValue(step.Kind, out var rule))
        {
            ReadOptions(layer, rule, config, path);
        }
        else
        {
            _problems.Add(new(layer.Place, KerasAugmentations.Objection(step.Kind)
                ?? "there is no such layer; make the model without it, or with layers that do the same"));
        }

        return layer.FileName;
    }

    private void ReadOptions(ImportedLayer layer, KerasRule rule, JsonElement json, IReadOnlyList<KerasStep> path)
    {
        layer.Kind = rule.Kind;
        var config = new KerasConfig(json, reason => _problems.Add(new(layer.Place, reason)));
        var reading = new KerasLayer(config, layer, layer.Axes, _file.Version, channelsFirst => Turn(layer, channelsFirst))
        {
            IsOfChannelsFirst = _isChannelsFirst,
        };
        foreach (var read in rule.Options)
            read(reading);
        layer.Axes = rule.Axes?.Invoke(reading) ?? layer.Axes;
        config.Finish();
        if (rule.Weights.Length == 0)
            return;
        layer.IsFrozen = _options.Frozen || !config.Bool("trainable", true);
        var roles = rule.Weights.Select(weight => weight.Split('|')).Where(role => Has(layer, role[0])).ToList();
        if (layer.Tensors.Count == roles.Count)
            return;
        try
        {
            layer.Tensors.AddRange(_file.Weights.Of(path, roles));
            if (layer.Tensors.Count < roles.Count)
            {
                var missing = roles.Where(role => layer.Tensors.TrueForAll(tensor => tensor.Role != role[0])).Select(role => role[0]);
                config.Report($"the file has no {string.Join(" and no ", missing)} for it");
            }
        }
        catch (InvalidDataException e)
        {
            config.Report($"its weights cannot be read: {e.Message}");
        }
        catch (Exception e) when (KerasFile.IsDamage(e))
        {
            // What else is read of such a file says nothing, and may take as long.
            throw new ImportException(_path, $"the file is damaged: the weights of {layer.Place} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Whether a layer has weights that its options may leave out.</summary>
    private static bool Has(ImportedLayer layer, string role) => role switch
    {
        "bias" => layer["UseBias"] is null,
        "gamma" => layer["Scale"] is null,
        "beta" => layer["Center"] is null,
        _ => true,
    };

    private string AddInput(string name, JsonElement config)
    {
        var layer = new ImportedLayer(name, "InputLayer") { Kind = "Input", Stem = "input" };
        if (!config.TryGetProperty("batch_shape", out var shape))
            config.TryGetProperty("batch_input_shape", out shape);
        var isKnown = shape.ValueKind == JsonValueKind.Array && shape.GetArrayLength() is 3 or 4
            && shape.EnumerateArray().Skip(1).All(extent => extent.ValueKind == JsonValueKind.Number && extent.TryGetInt32(out _));
        if (isKnown)
        {
            int[] extents = [.. shape.EnumerateArray().Skip(1).Select(extent => extent.GetInt32())];
            (layer.Axes, layer.IsChannelsFirst) = (extents.Length, _isChannelsFirst && extents.Length == 3);
            foreach (var extent in layer.IsChannelsFirst ? [extents[1], extents[2], extents[0]] : extents)
                layer.Add(CSharp.Text(extent));
            if (layer.IsChannelsFirst)
                _notes.Add("the model has its channels first; the class takes images with their channels last");
        }
        else
        {
            var actual = shape.ValueKind == JsonValueKind.Undefined ? "left out" : KerasConfig.Shown(shape);
            _problems.Add(new(layer.Place,
                $"its shape is {actual}, but must be (height, width, channels) or (length, channels), all of them known: build the model"
                + " for images of one size"));
        }

        if (_layers.Exists(other => other.Kind == "Input"))
            _problems.Add(new(layer.Place, "a network has one input"));
        Add(layer);
        return layer.FileName;
    }

    /// <summary>What the first layer says that says where it has its channels; null where none does.</summary>
    private static string? FirstDataFormat(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty("data_format", out var format) && format.ValueKind == JsonValueKind.String =>
            format.GetString(),
        JsonValueKind.Object => json.EnumerateObject().Select(property => FirstDataFormat(property.Value)).FirstOrDefault(Is),
        JsonValueKind.Array => json.EnumerateArray().Select(FirstDataFormat).FirstOrDefault(Is),
        _ => null,
    };

    private static bool Is(string? format) => format is not null;

    /// <summary>Has a layer read and give maps whose channels the file has first, or last; those that have them elsewhere are
    /// turned.</summary>
    private void Turn(ImportedLayer layer, bool channelsFirst)
    {
        layer.Inputs = [.. layer.Inputs.Select(input =>
            _byName.TryGetValue(input, out var read) && read.Axes == 3 && read.IsChannelsFirst != channelsFirst ? Turned(read) : input)];
        layer.IsChannelsFirst = channelsFirst;
    }

    /// <summary>A layer that gives a map with the axes in the order in which they are meant where its channels are elsewhere.</summary>
    private string Turned(ImportedLayer map)
    {
        var name = $"{map.FileName}/turned";
        if (_byName.ContainsKey(name))
            return name;
        var turn = new ImportedLayer(name, "Permute") { Kind = "Permute", Stem = "permute", IsUnnamed = true, Inputs = [map.FileName] };
        (turn.Axes, turn.IsChannelsFirst) = (map.Axes, !map.IsChannelsFirst);
        foreach (var axis in (int[])(map.IsChannelsFirst ? [3, 1, 2] : [2, 3, 1]))
            turn.Add(CSharp.Text(axis));
        Add(turn);
        return name;
    }

    private void Add(ImportedLayer layer)
    {
        if (!_byName.TryAdd(layer.FileName, layer))
            throw new InvalidDataException($"two layers are named '{layer.FileName}'");
        _layers.Add(layer);
    }

    /// <summary>The layer's own name; where models have layers of the same name, that of the model before it.</summary>
    private string FreeName(IReadOnlyList<KerasStep> path)
    {
        for (var length = 1; length <= path.Count; length++)
        {
            var name = string.Join(".", path.Skip(path.Count - length).Select(step => step.Name));
            if (!_byName.ContainsKey(name))
                return name;
        }

        throw new InvalidDataException($"two layers are named '{path[^1].Name}'");
    }

    private string Resolve(IReadOnlyList<KerasStep> path, string name) => _outputOf.TryGetValue(Key(path, name), out var output)
        ? output
        : throw new InvalidDataException($"there is no layer '{name}' before what reads it");

    private static string Key(IReadOnlyList<KerasStep> path, string name) => string.Join("\0", path.Select(step => step.Name).Append(name));
}
