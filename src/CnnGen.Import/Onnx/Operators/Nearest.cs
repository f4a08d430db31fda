namespace CnnGen.Import.Onnx.Operators;

/// <summary>Which pixel is nearest, as the standard's modes have it.</summary>
internal static class Nearest
{
    /// <summary>
    /// Whether along an axis all pixels are those whose middle is nearest, the later one of two that are as near: as layers take them.
    /// </summary>
    /// <param name="side">Pixels of the map.</param>
    /// <param name="target">Pixels of what comes of it.</param>
    /// <param name="factor">The scale.</param>
    /// <param name="coordinates">Where a pixel lies in the map.</param>
    /// <param name="rounding">Which pixel is the nearest to that.</param>
    public static bool IsMiddle(int side, int target, float factor, string coordinates, string rounding)
    {
        for (var i = 0; i < target; i++)
        {
            double? place = coordinates switch
            {
                "half_pixel" => (i + 0.5) / factor - 0.5,
                "pytorch_half_pixel" => target > 1 ? (i + 0.5) / factor - 0.5 : 0,
                "asymmetric" => i / (double)factor,
                "align_corners" => target > 1 ? i * (side - 1.0) / (target - 1) : 0,
                _ => null,
            };
            double? nearest = rounding switch
            {
                "round_prefer_floor" => Math.Ceiling((place ?? 0) - 0.5),
                "round_prefer_ceil" => Math.Floor((place ?? 0) + 0.5),
                "floor" => Math.Floor(place ?? 0),
                "ceil" => Math.Ceiling(place ?? 0),
                _ => null,
            };
            if (place is null || nearest is null || Math.Clamp(nearest.Value, 0, side - 1) != (2L * i + 1) * side / (2L * target))
                return false;
        }

        return true;
    }
}
