namespace CnnGen.Import.Graph;

/// <summary>Weights of a layer.</summary>
/// <param name="Role">What they are there, as CnnGen calls it: <c>kernel</c>, <c>moving_mean</c>.</param>
/// <param name="Shape">Their extents.</param>
/// <param name="Values">The values, row-major.</param>
internal sealed record ImportedTensor(string Role, IReadOnlyList<int> Shape, float[] Values);
