namespace CnnGen.Training;

/// <summary>How a step brings the average of the weights up to date: average = Kept x average + Taken x weight.</summary>
/// <param name="Slot">The slot of the average.</param>
/// <param name="Kept">The share of the average that stays; 0 in the first step.</param>
/// <param name="Taken">The share of the weight that comes in.</param>
/// <param name="Overwrites">Whether the average takes the weight's place, too.</param>
internal readonly record struct AverageStep(int Slot, float Kept, float Taken, bool Overwrites);
