namespace CnnGen.Visualization
{
    public sealed class ColorMap
    {
        public System.ReadOnlySpan<byte> this[float share] { get; }
        public static CnnGen.Visualization.ColorMap Diverging { get; }
        public static CnnGen.Visualization.ColorMap Sequential { get; }
    }
    public sealed class Embeddings
    {
        public int Count { get; }
        public System.ReadOnlySpan<float> this[int image] { get; }
        public CnnGen.LayerInfo Layer { get; }
        public int Size { get; }
        [return: System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "Image",
                "Cosine"})]
        public System.Collections.Generic.IReadOnlyList<System.ValueTuple<int, double>> Nearest(int image, int count) { }
        public static CnnGen.Visualization.Embeddings Of(CnnGen.NetworkInspector inspector, CnnGen.Data.IImageSource images, string layer) { }
    }
    public static class Explanations
    {
        public static CnnGen.Visualization.HeatMap EffectiveReceptiveField(this CnnGen.NetworkInspector inspector, System.ReadOnlySpan<float> image, string layer, int row, int column) { }
        public static CnnGen.Visualization.HeatMap GradCam(this CnnGen.NetworkInspector inspector, System.ReadOnlySpan<float> image, int output, string? layer = null) { }
        public static CnnGen.Visualization.HeatMap Saliency(this CnnGen.NetworkInspector inspector, System.ReadOnlySpan<float> image, int output) { }
    }
    public sealed class HeatMap
    {
        public HeatMap(int rows, int columns, float[] values) { }
        public int Columns { get; }
        public float this[int row, int column] { get; }
        public float Largest { get; }
        public int Rows { get; }
        public System.Collections.Generic.IReadOnlyList<float> Values { get; }
        public CnnGen.Visualization.HeatMap Normalized() { }
        public CnnGen.Visualization.HeatMap Resized(int rows, int columns) { }
    }
    public sealed class LayerStatistics : System.IEquatable<CnnGen.Visualization.LayerStatistics>
    {
        public LayerStatistics(CnnGen.LayerInfo Layer, int Images, System.Collections.Generic.IReadOnlyList<CnnGen.Visualization.UnitStatistics> Units) { }
        public int DeadUnits { get; }
        public int Images { get; init; }
        public CnnGen.LayerInfo Layer { get; init; }
        public double ShareSaturated { get; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.Visualization.UnitStatistics> Units { get; init; }
        public static System.Collections.Generic.IReadOnlyList<CnnGen.Visualization.LayerStatistics> Of(CnnGen.NetworkInspector inspector, CnnGen.Data.IImageSource images) { }
    }
    public sealed class MapGrid
    {
        public MapGrid(string title, System.Collections.Generic.IReadOnlyList<CnnGen.Visualization.HeatMap> maps, int? columns = default) { }
        public CnnGen.Visualization.ColorMap Colors { get; }
        public int Columns { get; }
        public int Count { get; }
        public float Greatest { get; }
        public bool IsSigned { get; }
        public int Rows { get; }
        public string Title { get; }
        public CnnGen.Images.ByteImage ToPicture(int pixelSize = 1) { }
        public string ToSvg() { }
        public static CnnGen.Visualization.MapGrid OfFeatureMaps(CnnGen.NetworkInspector inspector, System.ReadOnlySpan<float> image, string layer) { }
        public static CnnGen.Visualization.MapGrid OfFilters(CnnGen.INetwork network, string layer) { }
    }
    public sealed class Misclassified : System.IEquatable<CnnGen.Visualization.Misclassified>
    {
        public Misclassified(int Image, int Label, int Predicted, float Probability, float LabelProbability, CnnGen.Images.ByteImage Picture) { }
        public int Image { get; init; }
        public int Label { get; init; }
        public float LabelProbability { get; init; }
        public CnnGen.Images.ByteImage Picture { get; init; }
        public int Predicted { get; init; }
        public float Probability { get; init; }
        public string Describe(System.Collections.Generic.IReadOnlyList<string> classNames) { }
        public static System.Collections.Generic.IReadOnlyList<CnnGen.Visualization.Misclassified> Of(CnnGen.INetwork network, CnnGen.Data.IImageSource images, int count) { }
    }
    public static class NetworkDiagram
    {
        public static string ToSvg(CnnGen.NetworkInfo network) { }
    }
    public static class Overlay
    {
        public static CnnGen.Images.ByteImage Of(CnnGen.Images.ByteImage picture, CnnGen.Visualization.HeatMap map, float opacity = 0.6) { }
    }
    public sealed class PictureGrid
    {
        public PictureGrid(string title, System.Collections.Generic.IReadOnlyList<CnnGen.Images.ByteImage> pictures, System.Collections.Generic.IReadOnlyList<string>? captions = null, int? columns = default) { }
        public int Columns { get; }
        public int Count { get; }
        public int Rows { get; }
        public string Title { get; }
        public CnnGen.Images.ByteImage ToPicture(int pixelSize = 1) { }
        public string ToSvg() { }
        public static CnnGen.Visualization.PictureGrid OfMisclassified(string title, System.Collections.Generic.IReadOnlyList<CnnGen.Visualization.Misclassified> images, System.Collections.Generic.IReadOnlyList<string> classNames, int? columns = default) { }
    }
    public readonly struct UnitStatistics : System.IEquatable<CnnGen.Visualization.UnitStatistics>
    {
        public UnitStatistics(double Mean, double StandardDeviation, float Least, float Greatest, double ShareOfZeros, double ShareSaturated) { }
        public float Greatest { get; init; }
        public bool IsDead { get; }
        public float Least { get; init; }
        public double Mean { get; init; }
        public double ShareOfZeros { get; init; }
        public double ShareSaturated { get; init; }
        public double StandardDeviation { get; init; }
    }
}
