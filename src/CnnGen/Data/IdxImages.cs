namespace CnnGen.Data;

/// <summary>Grey images read from an IDX file, which holds bytes or floats.</summary>
/// <param name="Count">Number of images.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="Pixels">Count x height x width bytes, row-major, one image after the other; null where the file holds floats.</param>
/// <param name="Floats">Count x height x width values, as they are in the file; null where it holds bytes.</param>
public sealed record IdxImages(int Count, int Height, int Width, byte[]? Pixels, float[]? Floats);
