namespace CnnGen.Generator.Graph.Layers;

/// <summary>Parameter lists that several layers share.</summary>
internal static class ParameterShapes
{
    /// <summary>A kernel whose last extent is the number of outputs, and a bias where wanted.</summary>
    public static EquatableArray<ParameterShape> KernelAndBias(int[] kernel, Initializer initializer, bool useBias) =>
        WithBias(new("kernel", "Kernel", new(kernel), initializer), useBias);

    /// <summary>A kernel whose last two extents together are the outputs, and a bias where wanted.</summary>
    public static EquatableArray<ParameterShape> DepthwiseKernelAndBias(int[] kernel, Initializer initializer, bool useBias) =>
        WithBias(new("kernel", ParameterShape.DepthwiseKernel, new(kernel), initializer), useBias);

    private static EquatableArray<ParameterShape> WithBias(ParameterShape kernel, bool useBias) =>
        new(useBias ? [kernel, new("bias", "Bias", new([kernel.Columns]), kernel.Initializer)] : [kernel]);
}
