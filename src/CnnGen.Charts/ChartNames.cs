namespace CnnGen.Charts;

/// <summary>The names of classes that charts are given.</summary>
internal static class ChartNames
{
    /// <summary>Refuses charts of nothing, and names that are not as many as the classes.</summary>
    /// <param name="classes">Classes.</param>
    /// <param name="classNames">Their names.</param>
    /// <exception cref="ArgumentException">There is no class, there are more or fewer names, or one is null.</exception>
    public static void Check(int classes, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        if (classes == 0)
            throw new ArgumentException("The matrix has counted nothing yet: evaluate with it among the metrics.");
        if (classNames.Count != classes)
            throw new ArgumentException($"There are {classes} classes, but {classNames.Count} names.", nameof(classNames));
        if (classNames.Contains(null!))
            throw new ArgumentException("The name of a class must not be null.", nameof(classNames));
    }
}
