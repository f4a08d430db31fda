namespace FashionSample.Reports;

/// <summary>From probabilities to classes.</summary>
internal static class Classes
{
    /// <summary>The first of the most probable classes.</summary>
    /// <param name="probabilities">One value per class.</param>
    public static int MostProbable(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[best])
                best = i;
        }

        return best;
    }
}
