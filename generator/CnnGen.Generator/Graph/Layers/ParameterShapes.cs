namespace CnnGen.Generator.Graph.Layers;

/// <summary>Parameter lists that several layers share.</summary>
internal static class ParameterShapes
{
    /// <summary>A kernel whose last extent is the number of outputs, and a bias where wanted.</summary>
    public static EquatableArray<ParameterShape> KernelAndBias(int[] kernel, Initializer initializer, bool useBias)
    {
        var parameters = new List<ParameterShape> { new("kernel", "Kernel", new(kernel), initializer) };
        if (useBias)
            parameters.Add(new("bias", "Bias", new([kernel[^1]]), initializer));
        return new(parameters);
    }
}
