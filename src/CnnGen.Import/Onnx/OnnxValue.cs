namespace CnnGen.Import.Onnx;

/// <summary>A tensor of the file: known when it is read, or computed by the network.</summary>
internal abstract class OnnxValue
{
    /// <summary>What an extent of the batch is, where the file leaves it open.</summary>
    public const int Batch = -999_983;

    /// <summary>How messages show a shape.</summary>
    /// <param name="extents">Its extents.</param>
    public static string Shown(IEnumerable<int> extents) =>
        $"({string.Join(", ", extents.Select(extent => extent == Batch ? "batch" : $"{extent}"))})";
}
