namespace CnnGen.Generator.Graph.Layers;

/// <summary>Parameter lists that several layers share.</summary>
internal static class ParameterShapes
{
    /// <summary>A kernel whose last extent is the number of outputs, and a bias where wanted.</summary>
    public static EquatableArray<ParameterShape> KernelAndBias(string name, int[] kernel, Initializer initializer, bool useBias) =>
        WithBias(Kernel(name, kernel, initializer), useBias);

    /// <summary>A kernel whose last two extents together are the outputs, and a bias where wanted.</summary>
    public static EquatableArray<ParameterShape> DepthwiseKernelAndBias(
        string name, int[] kernel, Initializer initializer, bool useBias) =>
        WithBias(Kernel(name, kernel, initializer) with { Columns = kernel[^2] * kernel[^1] }, useBias);

    /// <summary>A kernel of a transposed convolution, (rows, columns, out, in), and a bias where wanted.</summary>
    public static EquatableArray<ParameterShape> TransposedKernelAndBias(int[] kernel, Initializer initializer, bool useBias) =>
        WithBias(Kernel("kernel", kernel, initializer) with { Columns = kernel[^2], IsTransposed = true }, useBias);

    /// <summary>A factor for each channel, which starts at 1, and a summand, which starts at 0; each where wanted.</summary>
    public static EquatableArray<ParameterShape> GammaAndBeta(int channels, bool center, bool scale) =>
        GammaAndBeta([channels], center, scale);

    /// <summary>The same for each element along some axes.</summary>
    public static EquatableArray<ParameterShape> GammaAndBeta(int[] extents, bool center, bool scale)
    {
        EquatableArray<int> shape = new(extents);
        // Kernels take all of them for channels.
        var columns = extents.Aggregate(1, (a, b) => a * b);
        var parameters = new List<ParameterShape>();
        if (scale)
            parameters.Add(new("gamma", shape, new ConstantValue(1)) { Columns = columns });
        if (center)
            parameters.Add(new("beta", shape, new ConstantValue(0)) { Columns = columns });
        return new(parameters);
    }

    /// <summary>
    /// Shape (rows, columns, in, out) or (in, out): the cells of the receptive field multiply both fans. Keras does not tell a depthwise
    /// kernel apart: its fans are those of (rows, columns, in, multiplier).
    /// </summary>
    private static ParameterShape Kernel(string name, int[] shape, Initializer initializer)
    {
        var cells = shape.Take(shape.Length - 2).Aggregate(1, (a, b) => a * b);
        return new(name, new(shape), new DrawnValue(initializer, cells * shape[^2], cells * shape[^1]));
    }

    private static EquatableArray<ParameterShape> WithBias(ParameterShape kernel, bool useBias) =>
        new(useBias ? [kernel, new("bias", new([kernel.Columns]), new ConstantValue(0))] : [kernel]);
}
