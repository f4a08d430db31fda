namespace CnnGen.Generator.Graph.Layers;

/// <summary>What to do where two shapes do not join.</summary>
internal static class MergeAdvice
{
    /// <summary>The layer that makes one of them the other, in words; null where they join.</summary>
    /// <param name="before">What the layer directly before gives.</param>
    /// <param name="named">What the layer that is named gives.</param>
    /// <param name="keepsChannels">Whether they may have different channels.</param>
    public static string? Of(Shape before, Shape named, bool keepsChannels)
    {
        if (before.IsFlat != named.IsFlat && keepsChannels)
            return $"put [Flatten] or [GlobalAveragePool2D] on the way of {(before.IsFlat ? named : before)}";
        var isSequence = before.IsSequence && named.IsSequence;
        // Where channels are kept, an extent of 1 counts for no more than that.
        bool Fits(int one, int other) => one == other || (!keepsChannels && (one == 1 || other == 1));
        if (Fits(before.Height, named.Height) && Fits(before.Width, named.Width))
        {
            var layer = named.IsFlat ? $"Dense({Text(before.Channels)})" : Convolution(isSequence, before.Channels);
            return keepsChannels || Fits(before.Channels, named.Channels)
                ? null
                : $"[{layer}] on the way of {named} makes it {named with { Channels = before.Channels }}";
        }

        var (large, small) = named.Height > before.Height || named.Width > before.Width ? (named, before) : (before, named);
        var strides = (int)Math.Max(Ceiling(large.Height, small.Height), Ceiling(large.Width, small.Width));
        // A window of one pixel has one place in each step.
        for (; strides > 1; strides--)
        {
            if ((large.Height == 1 || Ceiling(large.Height, strides) == small.Height) && Ceiling(large.Width, strides) == small.Width)
            {
                var channels = keepsChannels ? large.Channels : small.Channels;
                return $"[{Convolution(isSequence, channels, $", Strides = {Text(strides)}")}] on the way of {large} makes it"
                    + $" {small with { Channels = channels }}";
            }
        }

        return "write Padding = Padding.Same where windows take off the border, and the same Strides on both ways";
    }

    private static string Convolution(bool isSequence, int filters, string strides = "") =>
        $"{(isSequence ? "Conv1D" : "Conv2D")}({Text(filters)}, 1{strides})";

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;

    private static string Text(int value) => LayerReader.Text(value);
}
