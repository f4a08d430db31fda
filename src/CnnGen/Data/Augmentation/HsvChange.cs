namespace CnnGen.Data;

/// <summary>What is done to the colours of an image.</summary>
/// <param name="HueShift">What is added to the hue, in turns of the circle of colours.</param>
/// <param name="SaturationScale">What the saturation is multiplied with.</param>
internal readonly record struct HsvChange(float HueShift, float SaturationScale);
