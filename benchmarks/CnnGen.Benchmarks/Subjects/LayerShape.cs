using CnnGen.Generator.Graph;

namespace CnnGen.Benchmarks;

/// <summary>
/// A layer of a known network: a convolution with padding <c>same</c> and a bias, of a kind whose figures are told together.
/// </summary>
/// <param name="Kind">Of what kind: <c>1x1</c>, <c>dw3x3_s2</c>.</param>
/// <param name="Side">Rows and columns of the input.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Kernel">Rows and columns of the kernel.</param>
/// <param name="Stride">Its strides.</param>
internal sealed record LayerShape(string Kind, int Side, int Inputs, int Outputs, int Kernel, int Stride)
{
    private const int GroupsOfResNeXt = 32;
    private const int ImageChannels = 3;

    /// <summary>
    /// The distinct ones of MobileNet, ResNet-50 (with the stride in its 3 x 3 convolutions) and EfficientNet-B0 on 224 x 224 pixels, but
    /// for the 3 x 3 convolutions with stride 1, which <c>planner</c> measures; of ResNeXt-50 those in groups, of U-Net those that double
    /// rows and columns.
    /// </summary>
    public static IReadOnlyList<LayerShape> All { get; } =
    [
        // MobileNet.
        .. Each("1x1", 1, 1, (112, 32, 64), (56, 64, 128), (56, 128, 128), (28, 128, 256), (28, 256, 256), (14, 256, 512),
            (14, 512, 512), (7, 512, 1024), (7, 1024, 1024)),
        // ResNet-50.
        .. Each("1x1", 1, 1, (56, 64, 64), (56, 64, 256), (56, 256, 64), (56, 256, 128), (28, 128, 512), (28, 512, 128), (28, 512, 256),
            (14, 256, 1024), (14, 1024, 256), (14, 1024, 512), (7, 512, 2048), (7, 2048, 512)),
        // EfficientNet-B0.
        .. Each("1x1", 1, 1, (112, 32, 16), (112, 16, 96), (56, 96, 24), (56, 24, 144), (56, 144, 24), (28, 144, 40), (28, 40, 240),
            (28, 240, 40), (14, 240, 80), (14, 80, 480), (14, 480, 80), (14, 480, 112), (14, 112, 672), (14, 672, 112), (7, 672, 192),
            (7, 192, 1152), (7, 1152, 192), (7, 1152, 320), (7, 320, 1280)),
        .. Each("1x1_s2", 1, 2, (56, 256, 512), (28, 512, 1024), (14, 1024, 2048)),
        .. Each("3x3_s2", 3, 2, (56, 128, 128), (28, 256, 256), (14, 512, 512)),
        .. Each("stem3x3_s2", 3, 2, (224, ImageChannels, 32)),
        .. Each("stem7x7_s2", 7, 2, (224, ImageChannels, 64)),
        .. Each("dw3x3", 3, 1, [.. Depthwise((112, 32), (56, 128), (56, 144), (28, 256), (14, 480), (14, 512), (7, 1024), (7, 1152))]),
        .. Each("dw3x3_s2", 3, 2, [.. Depthwise((112, 64), (112, 96), (56, 128), (28, 240), (28, 256), (14, 512))]),
        .. Each("dw5x5", 5, 1, [.. Depthwise((28, 240), (14, 480), (14, 672), (7, 1152))]),
        .. Each("dw5x5_s2", 5, 2, [.. Depthwise((56, 144), (14, 672))]),
        .. Each("grouped3x3", 3, 1, (56, 128, 128), (28, 256, 256), (14, 512, 512), (7, 1024, 1024)),
        .. Each("grouped3x3_s2", 3, 2, (56, 256, 256), (28, 512, 512), (14, 1024, 1024)),
        .. Each("transpose2x2_s2", 2, 2, (14, 1024, 512), (28, 512, 256), (56, 256, 128), (112, 128, 64)),
    ];

    /// <summary>The kinds, in order.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. All.Select(shape => shape.Kind).Distinct()];

    /// <summary>Whether it reads the images, so that nobody wants its input gradient.</summary>
    public bool ReadsImages => Inputs == ImageChannels;

    /// <summary>
    /// Multiply-adds for one image, the same in every direction. As everywhere they are those of the window at each output, padding
    /// included; of a transposed convolution at each input.
    /// </summary>
    public long MultiplyAdds =>
        (long)Kernel * Kernel * Inputs / InputGroups * Outputs * (IsTransposed ? Side * Side : OutputSide * OutputSide);

    /// <summary>Values of the kernel and of the bias.</summary>
    public long Weights => ((long)Kernel * Kernel * Inputs / InputGroups * Outputs) + Outputs;

    /// <summary>Values of an input.</summary>
    public long InputSize => (long)Side * Side * Inputs;

    /// <summary>Values of an output.</summary>
    public long OutputSize => (long)OutputSide * OutputSide * Outputs;

    private int OutputSide => IsTransposed ? Side * Stride : (Side + Stride - 1) / Stride;

    private bool IsTransposed => Kind.StartsWith("transpose", StringComparison.Ordinal);

    private bool IsDepthwise => Kind.StartsWith("dw", StringComparison.Ordinal);

    private int InputGroups => IsDepthwise ? Inputs : Kind.StartsWith("grouped", StringComparison.Ordinal) ? GroupsOfResNeXt : 1;

    /// <summary>The layer's attribute.</summary>
    /// <param name="activation">Its activation.</param>
    public LayerDeclaration Declare(ActivationFunction activation)
    {
        (string, object)[] common =
        [
            ("KernelHeight", Kernel), ("KernelWidth", Kernel), ("Strides", Stride),
            ("Padding", (int)CnnGen.Generator.Graph.Padding.Same), ("Activation", (int)activation),
        ];
        return IsDepthwise ? DeclaredNetwork.Layer("DepthwiseConv2D", common)
            : IsTransposed ? DeclaredNetwork.Layer("Conv2DTranspose", [("Filters", Outputs), .. common])
            : DeclaredNetwork.Layer("Conv2D", [("Filters", Outputs), ("Groups", InputGroups), .. common]);
    }

    /// <summary>For metrics and classes: <c>1x1_56x56x64_256</c>.</summary>
    public override string ToString() => $"{Kind}_{Side}x{Side}x{Inputs}_{Outputs}";

    private static IEnumerable<LayerShape> Each(string kind, int kernel, int stride, params (int Side, int Inputs, int Outputs)[] shapes) =>
        shapes.Select(shape => new LayerShape(kind, shape.Side, shape.Inputs, shape.Outputs, kernel, stride));

    private static IEnumerable<(int Side, int Inputs, int Outputs)> Depthwise(params (int Side, int Channels)[] shapes) =>
        shapes.Select(shape => (shape.Side, shape.Channels, shape.Channels));
}
