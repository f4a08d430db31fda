namespace CnnGen.Images;

/// <summary>A JPEG picture that is being read.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="IsProgressive">Whether its coefficients come in several scans.</param>
/// <param name="Components">Its components: 1 grey, 3 colour, 4 printer's colours.</param>
internal sealed record JpegFrame(int Width, int Height, bool IsProgressive, IReadOnlyList<JpegComponent> Components)
{
    /// <summary>The largest horizontal sampling factor.</summary>
    public int Horizontal { get; } = Components.Max(component => component.Horizontal);

    /// <summary>The largest vertical sampling factor.</summary>
    public int Vertical { get; } = Components.Max(component => component.Vertical);

    /// <summary>Columns of interleaved units.</summary>
    public int UnitColumns => (Width + 8 * Horizontal - 1) / (8 * Horizontal);

    /// <summary>Rows of interleaved units.</summary>
    public int UnitRows => (Height + 8 * Vertical - 1) / (8 * Vertical);
}
