namespace CnnGen.Training;

/// <summary>Where one variable lies among the trainable floats; the padding it may hold is zero and stays so.</summary>
/// <param name="Start">Its first float.</param>
/// <param name="Count">Its floats.</param>
internal readonly record struct VariableRange(int Start, int Count);
