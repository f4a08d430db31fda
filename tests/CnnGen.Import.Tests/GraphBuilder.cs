using CnnGen.Import.Graph;
using CnnGen.Import.Keras;
using CnnGen.Import.Writing;

namespace CnnGen.Import.Tests;

/// <summary>Makes networks as if they had been read from a file.</summary>
internal sealed class GraphBuilder
{
    private readonly List<ImportedLayer> _layers = [];
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>Begins with the input.</summary>
    public GraphBuilder(params int[] shape) => Add("Input", string.Join(", ", shape), "input_1", []);

    /// <summary>The name in the file of the last layer.</summary>
    public string Last => _layers[^1].FileName;

    /// <summary>The outputs besides the last layer.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>Adds a layer behind the last one.</summary>
    /// <param name="kind">Its attribute.</param>
    /// <param name="arguments">Its arguments, as C#.</param>
    /// <param name="name">Its name in the file; an automatic one when left out.</param>
    /// <param name="reads">What it reads; the last layer when left out.</param>
    /// <param name="isFrozen">Whether it is frozen.</param>
    public GraphBuilder Add(string kind, string arguments = "", string? name = null, string[]? reads = null, bool isFrozen = false)
    {
        var stem = KerasStep.SnakeCase(KerasRules.Table.FirstOrDefault(rule => rule.Value.Kind == kind).Key ?? kind);
        var number = _counts[stem] = _counts.GetValueOrDefault(stem) + 1;
        var layer = new ImportedLayer(name ?? $"{stem}_{number}", kind)
        {
            Kind = kind,
            Stem = stem,
            Inputs = reads ?? [Last],
            IsFrozen = isFrozen,
        };
        foreach (var argument in arguments.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            if (argument.Split(" = ") is [var property, var value])
                layer.Set(property, value);
            else
                layer.Add(argument);
        }

        _layers.Add(layer);
        return this;
    }

    /// <summary>A convolution that keeps the size, a normalization, and an activation where one is wanted.</summary>
    public GraphBuilder Convolve(int filters, int size = 3, string options = "", bool isActive = true, bool isFrozen = false)
    {
        Add("Conv2D", $"{filters}, {size}, Padding = Padding.Same, UseBias = false{options}", isFrozen: isFrozen);
        Add("BatchNormalization", isFrozen: isFrozen);
        return isActive ? Add("Activation", "Activation.Relu") : this;
    }

    /// <summary>Two convolutions, added to what comes in.</summary>
    public GraphBuilder Residual(int filters, bool isFrozen = false)
    {
        var input = Last;
        Convolve(filters, isFrozen: isFrozen).Convolve(filters, isActive: false, isFrozen: isFrozen);
        return Add("Add", reads: [Last, input]).Add("Activation", "Activation.Relu");
    }

    /// <summary>Two convolutions, added to what comes in, with strides and through a convolution.</summary>
    public GraphBuilder Projection(int filters, int inner)
    {
        var input = Last;
        Convolve(inner, options: ", Strides = 2").Convolve(filters, isActive: false);
        var path = Last;
        Add("Conv2D", $"{filters}, 1, Strides = 2, UseBias = false", reads: [input]);
        return Add("Add", reads: [path, Last]).Add("Activation", "Activation.Relu");
    }

    /// <summary>Channels more.</summary>
    public GraphBuilder Growth(int filters)
    {
        var input = Last;
        Add("BatchNormalization").Convolve(2 * filters, 1).Add("Conv2D", $"{filters}, 3, Padding = Padding.Same");
        return Add("Concatenate", reads: [input, Last]);
    }

    /// <summary>A depthwise convolution, and one of 1 x 1.</summary>
    public GraphBuilder Separable(int filters, int size = 3, int strides = 1)
    {
        Add("DepthwiseConv2D", $"{size}, {(strides > 1 ? $"Strides = {strides}, " : "")}Padding = Padding.Same, UseBias = false");
        return Add("BatchNormalization").Add("Activation", "Activation.Relu6").Convolve(filters, 1);
    }

    /// <summary>The class.</summary>
    public string Source(ImportOptions? options = null) => Import(options ?? new()).Source;

    /// <summary>The class, and the weights that the layers have.</summary>
    public ImportedNetwork Import(ImportOptions options)
    {
        var (graph, className) = (Build(), options.ClassName ?? "Net");
        return new(className, SourceWriter.Write(graph, className, options, "a file"), graph, "a file", options.WeightFormat);
    }

    /// <summary>Gives the layers weights of the shapes that a network has which was made of them without blocks.</summary>
    public GraphBuilder SetWeights(INetwork network, int seed)
    {
        var (random, graph) = (new Random(seed), Build());
        NetworkNames.Assign(graph.Layers, []);
        foreach (var parameter in network.Parameters)
        {
            var parts = parameter.Name.Split('/');
            var least = parts[1] == "moving_variance" ? 0 : -0.5f;
            _layers[graph.Layers.ToList().FindIndex(layer => layer.Name == parts[0])].Tensors.Add(new(
                parts[1], parameter.Shape, [.. Enumerable.Range(0, parameter.Count).Select(_ => random.NextSingle() + least)]));
        }

        return this;
    }

    /// <summary>The network anew, as writing it takes arguments away from its layers.</summary>
    private ImportedGraph Build() => new(
        [.. _layers.Select(layer =>
        {
            var copy = layer.With(layer.Arguments);
            copy.Tensors.AddRange(layer.Tensors);
            return copy;
        })],
        [.. Outputs, Last]);
}
