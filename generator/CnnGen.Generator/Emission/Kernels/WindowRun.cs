namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Neighbouring outputs along one axis whose windows are clipped by the image's edge in the same way.</summary>
/// <param name="First">The first of these outputs.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Start">The input under the first output's first tap.</param>
/// <param name="Taps">Inputs that each window covers.</param>
internal readonly record struct WindowRun(int First, int Count, int Start, int Taps)
{
    /// <summary>All outputs along an axis, in order.</summary>
    public static List<WindowRun> Along(int inputs, int outputs, int window, int stride, int padBefore)
    {
        var runs = new List<WindowRun>();
        var lastCut = 0;
        for (var output = 0; output < outputs; output++)
        {
            var origin = (output * stride) - padBefore;
            var start = Math.Max(origin, 0);
            var taps = Math.Min(origin + window, inputs) - start;
            var cut = start - origin;
            if (runs.Count > 0 && runs[^1].Taps == taps && lastCut == cut)
                runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
            else
                runs.Add(new(output, 1, start, taps));
            lastCut = cut;
        }

        return runs;
    }

    /// <summary>The outputs in words: <c>row 3</c>, <c>rows 0 to 2</c>.</summary>
    public string Describe(string unit) => Count == 1 ? $"{unit} {First}" : $"{unit}s {First} to {First + Count - 1}";
}
