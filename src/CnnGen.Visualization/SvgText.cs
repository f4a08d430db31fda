namespace CnnGen.Visualization;

/// <summary>How text in SVG files looks.</summary>
internal static class SvgText
{
    /// <summary>Small, without serifs, and legible on light and on dark.</summary>
    public const string Style =
        "text { font: 12px system-ui, sans-serif; fill: #222 } @media (prefers-color-scheme: dark) { text { fill: #ddd } }";
}
