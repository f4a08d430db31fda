namespace CnnGen.Import;

/// <summary>One thing of a file that a network cannot have, or that is not there.</summary>
/// <param name="Place">Where: the layer under its name in the file and its kind, such as <c>layer 'lstm' (LSTM)</c>; or the file.</param>
/// <param name="Reason">What is the matter, and what to do.</param>
public sealed record ImportProblem(string Place, string Reason)
{
    /// <summary>Place and reason in one line.</summary>
    public override string ToString() => $"{Place}: {Reason}";
}
