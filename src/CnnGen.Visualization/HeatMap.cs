namespace CnnGen.Visualization;

/// <summary>A map of numbers, such as how much each pixel of an image counts.</summary>
/// <param name="rows">Rows.</param>
/// <param name="columns">Columns.</param>
/// <param name="values">One for each pixel, row by row; it is kept.</param>
public sealed class HeatMap(int rows, int columns, float[] values)
{
    /// <summary>Rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>Columns.</summary>
    public int Columns { get; } = columns;

    /// <summary>One value for each pixel, row by row.</summary>
    public IReadOnlyList<float> Values => values;

    /// <summary>The largest value; 0 where there is none.</summary>
    public float Largest => values.Length == 0 ? 0 : values.Max();

    /// <summary>The value of a pixel.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    public float this[int row, int column] => values[(row * Columns) + column];

    /// <summary>The same with its largest value at 1; all zero stays zero.</summary>
    public HeatMap Normalized()
    {
        var largest = Largest;
        return new(Rows, Columns, [.. values.Select(value => largest > 0 ? value / largest : value)]);
    }

    /// <summary>
    /// The map in another size, interpolated between the centres of pixels (bilinear, half pixels), as to lay it over an image.
    /// </summary>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="columns">Columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There would be none.</exception>
    public HeatMap Resized(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var resized = new float[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            var (top, bottom, down) = Between(row, rows, Rows);
            for (var column = 0; column < columns; column++)
            {
                var (left, right, across) = Between(column, columns, Columns);
                var above = Mix(this[top, left], this[top, right], across);
                resized[(row * columns) + column] = Mix(above, Mix(this[bottom, left], this[bottom, right], across), down);
            }
        }

        return new(rows, columns, resized);
    }

    private static float Mix(float a, float b, float share) => a + ((b - a) * share);

    /// <summary>The two that a pixel of the new size lies between, and how far it is from the first.</summary>
    private static (int Before, int After, float Share) Between(int index, int extent, int of)
    {
        var place = Math.Clamp(((index + 0.5f) * of / extent) - 0.5f, 0, of - 1);
        var before = (int)place;
        return (before, Math.Min(before + 1, of - 1), place - before);
    }
}
