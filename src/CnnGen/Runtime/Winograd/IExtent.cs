namespace CnnGen.Runtime;

/// <summary>A number that is part of a type, so that each number has machine code of its own.</summary>
public interface IExtent
{
    /// <summary>The number.</summary>
    static abstract int Count { get; }
}

/// <summary>One.</summary>
public readonly struct Extent1 : IExtent
{
    /// <inheritdoc/>
    public static int Count => 1;
}

/// <summary>Two.</summary>
public readonly struct Extent2 : IExtent
{
    /// <inheritdoc/>
    public static int Count => 2;
}

/// <summary>Three.</summary>
public readonly struct Extent3 : IExtent
{
    /// <inheritdoc/>
    public static int Count => 3;
}

/// <summary>Four.</summary>
public readonly struct Extent4 : IExtent
{
    /// <inheritdoc/>
    public static int Count => 4;
}
