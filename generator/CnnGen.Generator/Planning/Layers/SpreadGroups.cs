using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// What a convolution in groups sums, so that a depthwise one can: channel f of pixel (r, (c * Taps + k) * Depth + j) is channel j of the
/// group that filter f reads, of input pixel (r, c + k * Dilation - PadLeft); zero outside of the input. Only lowering makes it.
/// </summary>
/// <param name="Index">Its place.</param>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="InputShape">The shape of that.</param>
/// <param name="OutputShape">One channel for each filter.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Taps">Columns of the window that lie side by side; 1 where the depthwise convolution slides over columns itself.</param>
/// <param name="Dilation">From one of them to the next.</param>
/// <param name="PadLeft">Columns of padding in front of the first window.</param>
internal sealed record SpreadGroups(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, int Groups, int Taps, int Dilation,
    int PadLeft)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>Channels of a group.</summary>
    public int Depth => InputShape.Channels / Groups;

    /// <summary>Filters of a group.</summary>
    public int Filters => OutputShape.Channels / Groups;

    /// <summary>Places of a window, or columns.</summary>
    public int Columns => OutputShape.Width / (Taps * Depth);

    /// <summary>
    /// The layers that compute a convolution in groups: the columns of its window with the channels of a group are the columns of a
    /// depthwise one's, whose kernel then lies in memory as its own does.
    /// </summary>
    /// <param name="layer">The convolution.</param>
    /// <param name="index">The place of the first layer.</param>
    /// <param name="inputs">What it reads.</param>
    public static IEnumerable<Layer> Lower(Conv2D layer, int index, EquatableArray<int> inputs)
    {
        var (window, depth, filters) = (layer.Window, layer.InputShape.Channels / layer.Groups, layer.OutputShape.Channels);
        if (depth == 1)
            return LayerPlanners.Of(Depthwise(layer, layer.InputShape, window, filters / layer.Groups)).Lower(index, inputs);
        // Windows whose columns have gaps are spread one by one.
        var taps = window.DilationWidth > 1 ? window.Width : 1;
        var columns = taps > 1 ? layer.OutputShape.Width : layer.InputShape.Width;
        var spread = new SpreadGroups(
            index, layer.Name + "/groups", inputs, layer.InputShape,
            layer.InputShape with { Width = columns * taps * depth, Channels = filters }, layer.Groups, taps, window.DilationWidth,
            taps > 1 ? window.PadLeft : 0);
        var slides = window with
        {
            Width = window.Width * depth,
            StrideWidth = (taps > 1 ? taps : window.StrideWidth) * depth,
            PadLeft = taps > 1 ? 0 : window.PadLeft * depth,
            DilationWidth = 1,
        };
        return
        [
            spread,
            .. LayerPlanners.Of(Depthwise(layer, spread.OutputShape, slides, multiplier: 1)).Lower(index + 1, new([index])),
        ];
    }

    private static DepthwiseConv2D Depthwise(Conv2D layer, Shape input, Window window, int multiplier) => new(
        layer.Index, layer.Name, layer.Inputs, input, layer.OutputShape, window, multiplier, layer.UseBias, layer.Activation,
        layer.Kernel);
}

internal sealed class SpreadGroupsPlanner(SpreadGroups layer) : LayerPlanner(layer)
{
    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new SpreadForward(layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
        [new KernelCall(new SpreadBackward(layer, places.Dx.Tensor, places.Dy.Tensor), places.Dx, places.Dy)];
}

/// <summary>Copies each channel for all filters that read it.</summary>
internal sealed record SpreadForward(SpreadGroups Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>Sums the gradients of the copies.</summary>
internal sealed record SpreadBackward(SpreadGroups Layer, Tensor Dx, Tensor Dy) : Kernel;
