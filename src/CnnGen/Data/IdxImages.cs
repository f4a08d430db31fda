namespace CnnGen.Data;

/// <summary>Grey images read from an IDX file.</summary>
/// <param name="Count">Number of images.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="Pixels">Count x height x width bytes, row-major, one image after the other.</param>
public sealed record IdxImages(int Count, int Height, int Width, byte[] Pixels);
