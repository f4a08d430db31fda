namespace CnnGen.Training;

/// <summary>A class that a network takes an image for.</summary>
/// <param name="Class">Its number, the index among the outputs.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Probability">The output, between 0 and 1 behind a softmax or a sigmoid.</param>
public readonly record struct ClassPrediction(int Class, string Name, float Probability);
