namespace CnnGen;

/// <summary>A part of a map.</summary>
/// <param name="Row">Its first row.</param>
/// <param name="Column">Its first column.</param>
/// <param name="Rows">How many rows it has; 0 where it is empty.</param>
/// <param name="Columns">How many columns it has; 0 where it is empty.</param>
public readonly record struct PixelRectangle(int Row, int Column, int Rows, int Columns)
{
    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => Rows == 0 || Columns == 0;

    /// <summary>Extents and place: <c>3 x 3 at (8, 8)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Rows} x {Columns} at ({Row}, {Column})");

    /// <summary>Whether a pixel lies in it.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    public bool Contains(int row, int column) =>
        row >= Row && row < Row + Rows && column >= Column && column < Column + Columns;
}
