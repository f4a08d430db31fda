namespace CnnGen.Training;

/// <summary>How well a class is found, or several of them on average.</summary>
/// <param name="Precision">The share of the images in which it was found that are of it.</param>
/// <param name="Recall">The share of the images of it in which it was found.</param>
/// <param name="F1">The harmonic mean of both.</param>
/// <param name="Support">Images of it.</param>
public readonly record struct ClassScore(double Precision, double Recall, double F1, long Support);
