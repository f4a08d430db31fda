using System.Globalization;

namespace CnnGen.Generator.Graph;

/// <summary>
/// What is known of a shape while errors are looked for: null stands for an extent that an earlier error left open. Rules check what is
/// known, so that one mistake is one error and a second, independent mistake is still found.
/// </summary>
internal readonly record struct PartialShape(int? Height, int? Width, int? Channels, bool? IsFlat)
{
    /// <summary>See <see cref="Shape.IsOfSequences"/>.</summary>
    public bool IsOfSequences { get; init; }

    public bool IsSequence => IsOfSequences && IsFlat == false && (Height is null or 1);

    public static PartialShape Unknown => default;

    public static PartialShape Map(int? height, int? width, int? channels) => new(height, width, channels, IsFlat: false);

    public static PartialShape Flat(int? units) => new(1, 1, units, IsFlat: true);

    /// <summary>The product of the extents, as far as a long goes; null when one is open.</summary>
    public long? Size => Height is { } h && Width is { } w && Channels is { } c ? Sizes.Product(h, w, c) : null;

    /// <summary>The shape when nothing is open.</summary>
    public Shape? Known => Height is { } h && Width is { } w && Channels is { } c && IsFlat is { } flat
        ? new Shape(h, w, c, flat) { IsOfSequences = IsOfSequences }
        : null;

    public bool Equals(PartialShape other) =>
        (Height, Width, Channels, IsFlat) == (other.Height, other.Width, other.Channels, other.IsFlat);

    public override int GetHashCode() => (Height, Width, Channels, IsFlat).GetHashCode();

    public override string ToString() => IsFlat == true ? $"({Text(Channels)})"
        : IsSequence ? $"({Text(Width)}, {Text(Channels)})"
        : $"({Text(Height)}, {Text(Width)}, {Text(Channels)})";

    private static string Text(int? extent) => extent?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
