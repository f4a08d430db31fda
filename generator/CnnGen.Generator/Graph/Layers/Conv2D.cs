using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>Convolution over all channels.</summary>
internal sealed record Conv2D(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    Window Window,
    bool UseBias,
    ActivationFunction Activation,
    WeightSettings Kernel,
    ConvAlgorithm Algorithm)
    : Convolution(Index, Name, Inputs, InputShape, OutputShape, Window, UseBias, Activation)
{
    /// <summary>Groups of channels, each convolved by itself; lowering makes other layers of several.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether no other algorithm than the direct one may compute it, whatever it costs.</summary>
    public bool IsDirectOnly { get; init; }

    protected override EquatableArray<ParameterShape> OwnParameters => ParameterShapes.WithBias(
        Kernel.Of(KernelName, Window.Height, Window.Width, InputShape.Channels / Groups, OutputShape.Channels), Bias, UseBias);

    public override long MultiplyAdds => (long)OutputShape.Size * Window.Height * Window.Width * (InputShape.Channels / Groups);

    public override Layer WithoutActivation() => this with { Activation = ActivationFunction.Linear };

    /// <summary>(H, W, C) to (H', W', filters); see <see cref="WindowAxis"/> for H' and W'.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var filters = layer.Positive("Filters");
        var (height, width) = KernelSize(layer, $"Conv2D({(filters is { } count ? LayerReader.Text(count) : "filters")}, 3)");
        var (window, rows, columns) = WindowRule.Infer(layer, "Kernel", height, width, "Strides", strideHeight: 1, strideWidth: 1);
        var activation = layer.Enum("Activation", ActivationFunction.Linear, "Activation");
        var useBias = layer.Bool("UseBias", fallback: true, "UseBias");
        var kernel = WeightReader.Read(layer, "Kernel", WeightSettings.Kernel, rank: 4);
        var bias = ReadBias(layer, useBias);
        var activity = WeightReader.ReadActivity(layer);
        var groups = layer.Positive("Groups", null, fallback: 1);
        var algorithm = ReadAlgorithm(layer, height, width, window, groups);
        if (layer.Input.IsFlat == true)
            return new(PartialShape.Unknown, null);

        var output = PartialShape.Map(rows, columns, filters);
        if (groups > 1 && !CheckGroups(layer, groups.Value, filters, window, rows, columns))
            return new(output, null);
        layer.CheckSize("a kernel of shape", "Filters", height, width, layer.Input.Channels / groups, filters);
        return layer.Finish(output, "Filters", (input, shape) => new Conv2D(
            layer.Index, layer.Name, layer.Inputs, input, shape, window!.Value, useBias, activation!.Value, kernel, algorithm!.Value)
        {
            Groups = groups!.Value,
            Bias = bias,
            ActivityRegularizer = activity,
        });
    }

    /// <summary>
    /// Reports groups that do not divide channels and filters, or whose inputs, spread for each filter, cannot be addressed.
    /// </summary>
    public static bool CheckGroups(LayerReader layer, int groups, int? filters, Window? window, int? rows, int? columns)
    {
        if (layer.Input.Channels is not { } channels || filters is not { } outputs)
            return true;
        if (channels % groups != 0 || outputs % groups != 0)
        {
            var fits = Enumerable.Range(1, Math.Min(channels, outputs)).Where(fit => channels % fit == 0 && outputs % fit == 0)
                .OrderBy(fit => Math.Abs((long)fit - groups)).Take(8).OrderBy(fit => fit).Select(fit => LayerReader.Text(fit));
            layer.Report(
                DiagnosticIds.GroupsDoNotDivide, "Groups", layer.Description, LayerReader.Text(channels), layer.Producer,
                LayerReader.Text(groups), LayerReader.Text(outputs), LayerReader.Choice([.. fits]));
            return false;
        }

        if (window is not { } w)
            return true;
        var height = Math.Max(layer.Input.Height!.Value, ((rows!.Value - 1L) * w.StrideHeight) + w.CoveredHeight);
        var width = (Math.Max(layer.Input.Width!.Value, (long)columns!.Value) + w.CoveredWidth) * w.Width;
        return layer.CheckSize(
            "inputs of groups of shape", "Groups", $"{height}, {width}, {(long)channels / groups * outputs}",
            Sizes.Product(height, width, channels / groups, outputs));
    }

    /// <summary>The algorithm that is asked for. One from the defaults that cannot compute this window is none.</summary>
    private static ConvAlgorithm? ReadAlgorithm(LayerReader layer, int? height, int? width, Window? window, int? groups)
    {
        var algorithm = layer.Enum("Algorithm", ConvAlgorithm.Auto, "Algorithm");
        var (strideHeight, strideWidth) = (window?.StrideHeight ?? 1, window?.StrideWidth ?? 1);
        var isDilated = window?.IsDilated == true;
        if (algorithm is not (ConvAlgorithm.Winograd2x2 or ConvAlgorithm.Winograd4x4)
            || ((height ?? 3, width ?? 3, strideHeight, strideWidth) is (3, 3, 1, 1) && !isDilated && groups == 1))
        {
            return algorithm;
        }

        if (!layer.States("Algorithm"))
            return ConvAlgorithm.Auto;

        string Extent(int? extent) => extent is { } known ? LayerReader.Text(known) : "?";
        var strides = (strideHeight, strideWidth) is (1, 1) ? "" : $" with strides {Extent(strideHeight)} x {Extent(strideWidth)}";
        if (isDilated)
            strides = $" with dilation {Extent(window?.DilationHeight)} x {Extent(window?.DilationWidth)}";
        if (groups > 1)
            strides += $" in {Extent(groups)} groups";
        layer.Report(DiagnosticIds.WinogradDoesNotApply, "Algorithm", layer.Description, $"{algorithm}",
            $"{Extent(height)} x {Extent(width)} kernel{strides}");
        return null;
    }
}
