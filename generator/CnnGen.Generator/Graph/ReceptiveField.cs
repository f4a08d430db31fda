
namespace CnnGen.Generator.Graph;

/// <summary>How many rows and columns of the input one output of a layer depends on, border not counted as a limit.</summary>
internal readonly record struct ReceptiveField(int Height, int Width)
{
    /// <summary>
    /// The receptive field of every layer: a window that covers k cells grows it by k - 1 steps, and a step is the product of the strides
    /// so far.
    /// </summary>
    public static ReceptiveField[] Of(Network network)
    {
        var fields = new ReceptiveField[network.Layers.Count];
        var steps = new (long Height, long Width)[network.Layers.Count];
        var (inputHeight, inputWidth) = (network.InputShape.Height, network.InputShape.Width);
        (fields[0], steps[0]) = (new(1, 1), (1, 1));
        foreach (var layer in network.Layers.Skip(1))
        {
            var field = new ReceptiveField(
                layer.Inputs.Max(input => fields[input].Height), layer.Inputs.Max(input => fields[input].Width));
            var step = (Height: layer.Inputs.Max(input => steps[input].Height), Width: layer.Inputs.Max(input => steps[input].Width));
            if (layer.SeesEverything)
            {
                field = new(inputHeight, inputWidth);
            }
            else if (layer.ReceptiveWindow is { } window)
            {
                field = new(
                    (int)Math.Min(inputHeight, field.Height + ((window.CoveredHeight - 1) * step.Height)),
                    (int)Math.Min(inputWidth, field.Width + ((window.CoveredWidth - 1) * step.Width)));
                step = (step.Height * window.StrideHeight, step.Width * window.StrideWidth);
            }

            (fields[layer.Index], steps[layer.Index]) = (field, step);
        }

        return fields;
    }
}
