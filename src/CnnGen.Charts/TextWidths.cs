using OxyPlot;

namespace CnnGen.Charts;

/// <summary>
/// Tells how much room text takes, in whatever font a browser draws it: somewhat more than most fonts need. It needs no fonts itself, so
/// that a server without any lays charts out as every other machine does.
/// </summary>
internal sealed class TextWidths : RenderContextBase
{
    // Of a letter, on average, as shares of the font's size.
    private const double Letter = 0.58;
    private const double BoldLetter = 0.64;
    private const double Line = 1.25;

    public override int ClipCount => 0;

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        if (string.IsNullOrEmpty(text))
            return OxySize.Empty;
        var lines = text.Split('\n');
        return new(
            lines.Max(line => line.Length) * fontSize * (fontWeight > FontWeights.Normal ? BoldLetter : Letter),
            lines.Length * fontSize * Line);
    }

    public override void DrawLine(
        IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray,
        LineJoin lineJoin) => throw Refusal();

    public override void DrawPolygon(
        IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode,
        double[] dashArray, LineJoin lineJoin) => throw Refusal();

    public override void DrawText(
        ScreenPoint p, string text, OxyColor fill, string fontFamily, double fontSize, double fontWeight, double rotation,
        HorizontalAlignment horizontalAlignment, VerticalAlignment verticalAlignment, OxySize? maxSize) => throw Refusal();

    public override void PushClip(OxyRect clippingRectangle) => throw Refusal();

    public override void PopClip() => throw Refusal();

    private static NotSupportedException Refusal() => new("This only measures.");
}
