namespace CnnGen.Images;

/// <summary>A component in a scan.</summary>
/// <param name="Component">The component.</param>
/// <param name="DcTable">The codes of its mean values; null where the scan needs none.</param>
/// <param name="AcTable">The codes of its other coefficients; null where the scan needs none.</param>
internal readonly record struct JpegScanComponent(JpegComponent Component, JpegHuffmanTable? DcTable, JpegHuffmanTable? AcTable);
