namespace CnnGen.Tests.Networks;

/// <content>Layers that draw random numbers, and layers that normalize.</content>
internal sealed partial class RandomStack
{
    /// <summary>Layers that draw random numbers.</summary>
    private static readonly string[] DropoutsOfVectors =
    [
        "Dropout(0.1)", "Dropout(0.25)", "Dropout(0.5)", "Dropout(0.8)", "GaussianNoise(0.1)", "GaussianNoise(0.5)",
        "GaussianDropout(0.1)", "GaussianDropout(0.3)", "AlphaDropout(0.2)", "AlphaDropout(0.5)",
        "ActivityRegularization(L2 = 0.02)", "ActivityRegularization(L1 = 0.02, L2 = 0.01)",
    ];

    private static readonly string[] Dropouts = [.. DropoutsOfVectors, "SpatialDropout2D(0.2)", "SpatialDropout2D(0.5)"];

    /// <summary>Layers that normalize channels, by themselves or together.</summary>
    private static readonly string[] Normalizations =
    [
        "BatchNormalization", "BatchNormalization", "BatchNormalization(Center = false)",
        "BatchNormalization(Scale = false, Epsilon = 0.01)", "LayerNormalization", "LayerNormalization(Epsilon = 0.01)",
        "LayerNormalization(Center = false)", "LayerNormalization(Scale = false)", "LayerNormalization(Center = false, Scale = false)",
        "GroupNormalization(Groups = -1)", "GroupNormalization(Groups = -1, Center = false)", "UnitNormalization",
    ];

    private void AddNormalization()
    {
        int[] groups = [.. Enumerable.Range(1, _shape.Channels).Where(fit => _shape.Channels % fit == 0)];
        string weights = Pick("", ", Scale = false", ", Center = false, Scale = false");
        if (Next(4) == 0)
        {
            AddOverAxes();
            return;
        }

        Add($"[{(Next(5) == 0 ? $"GroupNormalization(Groups = {Pick(groups)}{weights})" : Pick(Normalizations))}]");
    }
}
