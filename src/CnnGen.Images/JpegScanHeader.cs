namespace CnnGen.Images;

/// <summary>What a scan of a JPEG file holds.</summary>
/// <param name="Components">Its components.</param>
/// <param name="First">The first coefficient, in the order of the file.</param>
/// <param name="Last">The last.</param>
/// <param name="IsRefinement">Whether it has a further bit of coefficients that have come before.</param>
/// <param name="Shift">How many lower bits are left to later scans.</param>
internal sealed record JpegScanHeader(IReadOnlyList<JpegScanComponent> Components, int First, int Last, bool IsRefinement, int Shift);
