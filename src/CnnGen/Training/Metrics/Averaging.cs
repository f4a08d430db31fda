namespace CnnGen.Training;

/// <summary>How one number is made of those of all classes.</summary>
public enum Averaging
{
    /// <summary>All images and classes are counted together.</summary>
    Micro,

    /// <summary>The mean over the classes.</summary>
    Macro,

    /// <summary>The mean over the classes, each weighed by the number of images that are of it.</summary>
    Weighted,
}
