using System.Text;
using System.Text.RegularExpressions;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>
/// Finds out which kernels exist, by planning and emitting a small network around each kind of layer for each instruction set and reading
/// what the generated code calls for that layer.
/// </summary>
internal static partial class SupportTable
{
    private const string None = "–";

    private static readonly string[] Directions = ["Forward", "InputGradient", "WeightGradient"];

    // The layer in question, behind a convolution so that its input gradient is wanted; 64 channels fill every instruction set's vectors.
    private static readonly (string Title, string Layer, string Before)[] Cases =
    [
        ("`Input`", "Input(8, 8, 64)", ""),
        ("`Rescaling`, first", "Rescaling(0.5)", "[Input(8, 8, 64)]"),
        ("`Normalization`, per element", "Normalization", "[Input(8, 8, 64)]"),
        ("`Normalization`, per channel", "Normalization(NormalizationAxis.Channel)", "[Input(8, 8, 64)]"),
        ("`Conv2D`", "Conv2D(64, 3)", Convolution),
        ("`Conv2D`, same, relu", "Conv2D(64, 3, Padding = Padding.Same, Activation = Activation.Relu)", Convolution),
        ("`Conv2D`, sigmoid", "Conv2D(64, 3, Activation = Activation.Sigmoid)", Convolution),
        ("`Conv2D`, tanh", "Conv2D(64, 3, Activation = Activation.Tanh)", Convolution),
        ("`Conv2D`, silu", "Conv2D(64, 3, Activation = Activation.Silu)", Convolution),
        ("`Conv2D`, strides 2", "Conv2D(64, 3, Strides = 2)", Convolution),
        ("`Conv2D`, dilation 2", "Conv2D(64, 3, Dilation = 2)", Convolution),
        ("`Conv2D`, 2 groups", "Conv2D(64, 3, Groups = 2)", Convolution),
        ("`Conv2D`, as many groups as channels", "Conv2D(64, 3, Groups = 64)", Convolution),
        ("`DepthwiseConv2D`", "DepthwiseConv2D(3)", Convolution),
        ("`DepthwiseConv2D`, same, relu", "DepthwiseConv2D(3, Padding = Padding.Same, Activation = Activation.Relu)", Convolution),
        ("`DepthwiseConv2D`, strides 2", "DepthwiseConv2D(3, Strides = 2)", Convolution),
        ("`DepthwiseConv2D`, dilation 2", "DepthwiseConv2D(3, Dilation = 2)", Convolution),
        ("`SeparableConv2D`", "SeparableConv2D(64, 3)", Convolution),
        ("`Conv2DTranspose`", "Conv2DTranspose(64, 3)", Convolution),
        ("`Conv2DTranspose`, strides 2", "Conv2DTranspose(64, 3, Strides = 2)", Convolution),
        ("`MaxPool2D`", "MaxPool2D(2)", Convolution),
        ("`AveragePool2D`", "AveragePool2D(2)", Convolution),
        ("`GlobalAveragePool2D`", "GlobalAveragePool2D", Convolution),
        ("`GlobalMaxPool2D`", "GlobalMaxPool2D", Convolution),
        ("`DepthMaxPool`", "DepthMaxPool(2)", Convolution),
        ("`Rescaling`, later", "Rescaling(0.5)", Convolution),
        ("`Dropout`", "Dropout(0.5)", Convolution),
        ("`SpatialDropout2D`", "SpatialDropout2D(0.5)", Convolution),
        ("`GaussianNoise`", "GaussianNoise(0.5)", Convolution),
        ("`ActivityRegularization`", "ActivityRegularization(L2 = 0.5)", Convolution),
        ("`GaussianDropout`", "GaussianDropout(0.5)", Convolution),
        ("`AlphaDropout`", "AlphaDropout(0.5)", Convolution),
        ("`Flatten`, channels fill their lanes", "Flatten", Convolution),
        ("`Flatten`, channels do not", "Flatten", $"{Convolution} [Conv2D(10, 3)]"),
        ("`Dense`", "Dense(64)", $"{Convolution} [Flatten]"),
        ("`Dense`, relu", "Dense(64, Activation.Relu)", $"{Convolution} [Flatten]"),
        ("`Dense`, sigmoid", "Dense(64, Activation.Sigmoid)", $"{Convolution} [Flatten]"),
        ("`Dense`, tanh", "Dense(64, Activation.Tanh)", $"{Convolution} [Flatten]"),
        ("`Dense`, softmax", "Dense(64, Activation.Softmax)", $"{Convolution} [Flatten]"),
        ("`Dense`, of pixels", "Dense(64, Activation.Relu)", Convolution),
        ("`BatchNormalization`", "BatchNormalization", Convolution),
        ("`LayerNormalization`", "LayerNormalization", Convolution),
        ("`LayerNormalization`, over rows", "LayerNormalization(Axis = 1)", Convolution),
        ("`LayerNormalization`, over whole images", "LayerNormalization(Axes = [1, 2, 3])", Convolution),
        ("`GroupNormalization`", "GroupNormalization", Convolution),
        ("`UnitNormalization`", "UnitNormalization", Convolution),
        ("`UnitNormalization`, over pixels", "UnitNormalization(Axes = [1, 2])", Convolution),
        ("`Add`", "Add(\"input\")", Convolution),
        ("`Subtract`", "Subtract(\"input\")", Convolution),
        ("`Multiply`", "Multiply(\"input\")", Convolution),
        ("`Multiply`, a pixel for all", "Multiply(\"conv2d\")", $"{Convolution} [Conv2D(64, 8)]"),
        ("`Multiply`, a channel for all", "Multiply(\"conv2d\")", $"{Convolution} [Conv2D(1, 1)]"),
        ("`Average`", "Average(\"input\")", Convolution),
        ("`Maximum`", "Maximum(\"input\")", Convolution),
        ("`Minimum`", "Minimum(\"input\")", Convolution),
        ("`Concatenate`", "Concatenate(\"input\")", Convolution),
        ("`ZeroPadding2D`", "ZeroPadding2D(1)", Convolution),
        ("`Cropping2D`", "Cropping2D(1)", Convolution),
        ("`UpSampling2D`", "UpSampling2D(2)", Convolution),
        ("`UpSampling2D`, bilinear", "UpSampling2D(2, Interpolation = Interpolation.Bilinear)", Convolution),
        ("`Resizing`", "Resizing(5, 6)", Convolution),
        ("`Resizing`, nearest", "Resizing(5, 6, Interpolation = Interpolation.Nearest)", Convolution),
        ("`CenterCrop`", "CenterCrop(5, 6)", Convolution),
        ("`Reshape`, channels fill their lanes", "Reshape(4, 16, 64)", Convolution),
        ("`Reshape`, channels do not", "Reshape(64, 32, 2)", Convolution),
        ("`Permute`, channels last", "Permute(2, 1, 3)", Convolution),
        ("`Permute`", "Permute(3, 1, 2)", Convolution),
        ("`DepthToSpace`", "DepthToSpace(2)", Convolution),
        ("`SpaceToDepth`", "SpaceToDepth(2)", Convolution),
        ("`Conv1D`", "Conv1D(64, 3)", Sequence),
        ("`Conv1D`, causal, dilation 2", "Conv1D(64, 3, Padding = Padding.Causal, Dilation = 2)", Sequence),
        ("`DepthwiseConv1D`", "DepthwiseConv1D(3)", Sequence),
        ("`SeparableConv1D`", "SeparableConv1D(64, 3)", Sequence),
        ("`MaxPool1D`", "MaxPool1D", Sequence),
        ("`AveragePool1D`", "AveragePool1D", Sequence),
        ("`GlobalAveragePool1D`", "GlobalAveragePool1D", Sequence),
        ("`GlobalMaxPool1D`", "GlobalMaxPool1D", Sequence),
        ("`ZeroPadding1D`", "ZeroPadding1D", Sequence),
        ("`Cropping1D`", "Cropping1D", Sequence),
        ("`UpSampling1D`", "UpSampling1D", Sequence),
        ("`Activation`, relu", "Activation(Activation.Relu)", Convolution),
        ("`Activation`, sigmoid", "Activation(Activation.Sigmoid)", Convolution),
        ("`Activation`, tanh", "Activation(Activation.Tanh)", Convolution),
        ("`Activation`, linear", "Activation(Activation.Linear)", Convolution),
        .. Enum.GetValues<ActivationFunction>().Where(function => function > ActivationFunction.Tanh).Select(function =>
            ($"`Activation`, {function.ToString().ToLowerInvariant()}", $"Activation(Activation.{function})", Convolution)),
        ("`Activation`, softmax", "Activation(Activation.Softmax)", $"{Convolution} [Flatten]"),
        ("`Softmax`, of pixels", "Softmax", Convolution),
        ("`Softmax`, over columns", "Softmax(Axis = 2)", Convolution),
        ("`LogSoftmax`, over rows", "LogSoftmax(Axis = 1)", Convolution),
        ("`Relu`", "Relu", Convolution),
        ("`Relu`, with arguments", "Relu(MaxValue = 4, NegativeSlope = 0.1, Threshold = 1)", Convolution),
        ("`LeakyRelu`", "LeakyRelu", Convolution),
        ("`PRelu`", "PRelu", Convolution),
        ("`PRelu`, by channel", "PRelu(SharedAxes = [1, 2])", Convolution),
        ("`Elu`, with another factor", "Elu(0.5)", Convolution),
    ];

    private const string Sequence = "[Input(16, 64)] [Conv1D(64, 3, Padding = Padding.Same)]";

    private const string Convolution = "[Input(8, 8, 64)] [Conv2D(64, 3, Padding = Padding.Same)]";

    /// <summary>The kinds of layers in the table.</summary>
    public static IEnumerable<string> Kinds => Cases.Select(entry => entry.Layer.Split('(')[0]).Distinct();

    public static string Write()
    {
        var text = new StringBuilder();
        var targets = string.Join(" | ", Target.All.Select(target => target.Name));
        text.Append($"| layer | forward | input gradient | weight gradient | {targets} |\n");
        text.Append("|---|---|---|---|").Append(string.Concat(Target.All.Select(_ => "---|"))).Append('\n');
        foreach (var (title, layer, before) in Cases)
        {
            var network = Build(layer, before);
            var columns = Target.All.Select(target => Read(network, target)).ToList();
            // The kernels of a layer are the same for all instruction sets.
            var kernels = Assert.Single(columns.Select(column => string.Join(" | ", column.Select(kernel => kernel.Kernels))).Distinct());
            var lanes = columns.Select(column => string.Join(" / ", column.Select(kernel => kernel.Lanes)));
            text.Append($"| {title} | {kernels} | {string.Join(" | ", lanes)} |\n");
        }

        return text.ToString();
    }

    /// <summary>A network whose layer in question is named <c>probe</c>.</summary>
    private static Network Build(string layer, string before)
    {
        var probe = layer.EndsWith(')') ? $"{layer[..^1]}, Name = \"probe\")" : $"{layer}(Name = \"probe\")";
        var compilation = Compiler.Create($"{before} [{probe}] [Flatten] [Dense(4)] partial class Net;");
        Assert.Empty(Compiler.Complaints(compilation));
        var declaration = NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration;
        var (network, errors) = NetworkBuilder.Build(declaration);
        Assert.DoesNotContain(errors, error => !error.IsWarning);
        return network!;
    }

    /// <summary>The kernels of the layer in question in each direction and the widest vectors in them.</summary>
    private static (string Kernels, string Lanes)[] Read(Network network, Target target)
    {
        var plan = Planner.Plan(network, new GeneratorOptions(new([target]), RunsLayers: true));
        var file = NetworkEmitter.Emit(plan).Single(file => file.HintName.EndsWith($".{target.Name}.g.cs", StringComparison.Ordinal)).Text;
        var index = network.Layers.Single(declared => declared.Name == "probe").Index;
        // The input, and what is part of loading it, has no kernel of its own to run alone: it is the first call of the pass.
        if (index == 0 || plan.Layers.All(layer => layer.Layer.Name != "probe"))
        {
            var calls = KernelExcerpt.Calls(file, KernelExcerpt.Method(file, "Forward")!);
            return [Describe(file, calls.Where(call => call.StartsWith("Load", StringComparison.Ordinal))), (None, None), (None, None)];
        }

        return [.. Directions.Select(direction => Case(file, index, direction))];
    }

    private static (string Kernels, string Lanes) Case(string file, int layer, string direction)
    {
        var match = Regex.Match(file, $@"case \({layer}, LayerDirection\.{direction}\):(?<body>.*?)return true;", RegexOptions.Singleline);
        return match.Success ? Describe(file, KernelExcerpt.Calls(file, match.Groups["body"].Value)) : (None, None);
    }

    private static (string Kernels, string Lanes) Describe(string file, IEnumerable<string> calls)
    {
        var kernels = calls.Where(call => !call.StartsWith("ClearBorder", StringComparison.Ordinal)).ToList();
        // A layer without a kernel is free: its output is its input.
        if (kernels.Count == 0)
            return ("free", None);
        var stems = kernels.Select(kernel => $"`{StemPattern().Match(kernel).Value}`").Distinct();
        var text = kernels.SelectMany(kernel => Reachable(file, kernel)).Select(kernel => KernelExcerpt.Method(file, kernel));
        return (string.Join(", ", stems), Lanes(string.Concat(text)));
    }

    private static IEnumerable<string> Reachable(string file, string kernel)
    {
        var found = new List<string> { kernel };
        for (var i = 0; i < found.Count; i++)
            found.AddRange(KernelExcerpt.Calls(file, KernelExcerpt.Method(file, found[i])!).Where(call => !found.Contains(call)).ToList());
        return found;
    }

    private static string Lanes(string kernels)
    {
        var widest = LanesPattern().Matches(kernels).Select(match => int.Parse(match.Groups["bits"].Value) / 32).DefaultIfEmpty(1).Max();
        return widest == 1 && kernels.Contains("CopyBlock", StringComparison.Ordinal) ? "copy" : $"{widest}";
    }

    [GeneratedRegex("^[A-Za-z]+(2D[A-Za-z]*)?")]
    private static partial Regex StemPattern();

    [GeneratedRegex(@"\b(Vector|Lanes)(?<bits>128|256|512)\b")]
    private static partial Regex LanesPattern();
}
