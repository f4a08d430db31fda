namespace CnnGen.Training;

/// <summary>A process of a <see cref="FitOptions.Cluster"/> that the others wait for.</summary>
/// <param name="Process">Its number.</param>
/// <param name="Seconds">What its share of the epoch took it, without waiting.</param>
/// <param name="SecondsOfOthers">What theirs took the others, on average.</param>
public readonly record struct Straggler(int Process, double Seconds, double SecondsOfOthers);
