namespace CnnGen.Runtime;

/// <summary>Consecutive floats or work items.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many; may be 0.</param>
public readonly record struct ItemRange(int First, int Count);
