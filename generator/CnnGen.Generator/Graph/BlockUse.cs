namespace CnnGen.Generator.Graph;

/// <summary>A use of a block, or one of its repetitions: what surrounds the block's layers.</summary>
/// <param name="Place">Tells it from other uses: its number among them.</param>
/// <param name="Kind">The block's class.</param>
/// <param name="Name">The name that the use states; null where it states none.</param>
/// <param name="Given">The sizes that the use gives.</param>
/// <param name="Outer">The use of the block that it stands in; null in the network itself.</param>
internal sealed record BlockUse(int Place, string Kind, string? Name, EquatableArray<LayerArgument> Given, BlockUse? Outer)
{
    /// <summary>What layers of a block call what it reads; the kind of the declaration that stands for it.</summary>
    public const string Input = "BlockInput";

    /// <summary>The name of that.</summary>
    public const string InputName = "input";

    /// <summary>Whether training leaves its layers as they are.</summary>
    public bool IsFrozen => Value("Frozen", _ => null) is true || Outer?.IsFrozen == true;

    /// <summary>What a parameter of the block is; null where it is not known.</summary>
    /// <param name="parameter">The parameter: a property of <c>[Block]</c>, or <c>Channels</c>.</param>
    /// <param name="channels">The channels of what a use of a block reads; null where they are not known.</param>
    public object? Value(string parameter, Func<BlockUse, int?> channels)
    {
        if (parameter == "Channels")
            return channels(this);
        var given = Given.FirstOrDefault(argument => argument.Name == parameter)?.Value;
        if (given is Formula formula)
            return Outer is { } outer ? formula.Value(name => outer.Value(name, channels)) : null;
        return given ?? (parameter == "Strides" ? 1 : null);
    }
}
