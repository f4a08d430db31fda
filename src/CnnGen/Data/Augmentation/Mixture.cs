namespace CnnGen.Data;

/// <summary>Two images, or two targets, and room for what is made of both.</summary>
/// <param name="own">The one that stays in its place.</param>
/// <param name="other">The one that is mixed into it.</param>
/// <param name="result">Room for as many values; apart from both.</param>
/// <param name="map">Where they are maps of the size of the images, their shape; null of targets that are not.</param>
internal readonly ref struct Mixture(ReadOnlySpan<float> own, ReadOnlySpan<float> other, Span<float> result, ImageShape? map)
{
    private readonly ReadOnlySpan<float> _own = own;
    private readonly ReadOnlySpan<float> _other = other;
    private readonly Span<float> _result = result;

    /// <summary>Whether they have pixels that are those of the images.</summary>
    public bool IsMap => map is not null;

    /// <summary>Adds the two, each with its share.</summary>
    /// <param name="share">The share of the own one; the other has the rest.</param>
    public void Blend(double share)
    {
        var (own, other) = ((float)share, 1 - (float)share);
        for (var i = 0; i < _result.Length; i++)
            _result[i] = own * _own[i] + other * _other[i];
    }

    /// <summary>Puts a rectangle of the other one into the own one.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    public void Paste(PixelRun rows, PixelRun columns)
    {
        var shape = map!.Value;
        _own.CopyTo(_result);
        for (var row = rows.First; row < rows.End; row++)
        {
            var (start, length) = ((row * shape.Width + columns.First) * shape.Channels, columns.Length * shape.Channels);
            _other.Slice(start, length).CopyTo(_result.Slice(start, length));
        }
    }
}
