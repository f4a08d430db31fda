namespace CnnGen.Import.Onnx;

/// <summary>A node cannot be read further; thrown where nothing sensible can follow, and caught per node.</summary>
/// <param name="reason">What is the matter, and what to do.</param>
internal sealed class OnnxRefusal(string reason) : Exception(reason);
