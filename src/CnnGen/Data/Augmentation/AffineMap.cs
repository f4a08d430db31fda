namespace CnnGen.Data;

/// <summary>
/// Where in an image a pixel of the result comes from: x' = XX x + XY y + X0 and y' = YX x + YY y + Y0, columns x and rows y counted from
/// the middle of the first pixel.
/// </summary>
internal readonly record struct AffineMap(double XX, double XY, double X0, double YX, double YY, double Y0);
