using CnnGen.Images;

namespace CnnGen.Visualization;

/// <summary>
/// Many small maps as one picture, side by side: the feature maps of a layer, or its filters. All have one scale: where there are negative
/// values, colours go from blue over white, which is 0, to red; else from dark, which is 0, to light.
/// </summary>
public sealed class MapGrid
{
    private readonly IReadOnlyList<HeatMap> _maps;

    /// <param name="title">What it shows.</param>
    /// <param name="maps">The maps, all of one size, row by row.</param>
    /// <param name="columns">How many stand side by side; as many as make the grid square where it is left out.</param>
    /// <exception cref="ArgumentException">There are none, or they differ in size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No map would stand in a row.</exception>
    public MapGrid(string title, IReadOnlyList<HeatMap> maps, int? columns = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns ?? 1, 1, nameof(columns));
        if (maps.Count == 0 || maps.Any(map => (map.Rows, map.Columns) != (maps[0].Rows, maps[0].Columns)))
            throw new ArgumentException("A grid is of at least one map, and all have one size.", nameof(maps));
        (Title, _maps) = (title, maps);
        Columns = Math.Min(columns ?? (int)Math.Ceiling(Math.Sqrt((double)maps.Count * maps[0].Rows / maps[0].Columns)), maps.Count);
        var values = maps.SelectMany(map => map.Values).Where(float.IsFinite).DefaultIfEmpty();
        var (least, greatest) = values.Aggregate((0f, 0f), (range, value) => (Math.Min(range.Item1, value), Math.Max(range.Item2, value)));
        IsSigned = least < 0;
        Greatest = Math.Max(greatest, -least);
    }

    /// <summary>What it shows.</summary>
    public string Title { get; }

    /// <summary>How many maps there are.</summary>
    public int Count => _maps.Count;

    /// <summary>How many stand side by side.</summary>
    public int Columns { get; }

    /// <summary>How many rows of maps there are.</summary>
    public int Rows => (Count + Columns - 1) / Columns;

    /// <summary>Whether the scale goes from -<see cref="Greatest"/>, not from 0.</summary>
    public bool IsSigned { get; }

    /// <summary>The number at the end of the scale.</summary>
    public float Greatest { get; }

    /// <summary>The colours.</summary>
    public ColorMap Colors => IsSigned ? ColorMap.Diverging : ColorMap.Sequential;

    /// <summary>All channels of a layer's output for an image.</summary>
    /// <param name="inspector">Looks inside of the network.</param>
    /// <param name="image">An image, as the network takes it.</param>
    /// <param name="layer">The name of a layer whose output is a map.</param>
    /// <exception cref="ArgumentException">
    /// The length is not that of an image, there is no such layer, or its output is no map.
    /// </exception>
    public static MapGrid OfFeatureMaps(NetworkInspector inspector, ReadOnlySpan<float> image, string layer)
    {
        ArgumentNullException.ThrowIfNull(inspector);
        ArgumentNullException.ThrowIfNull(layer);
        var info = MapLayer.Find(inspector.Info, layer);
        var (height, width, channels) = MapLayer.Extents(info);
        if (image.Length != inspector.Info.InputSize)
        {
            throw new ArgumentException(
                $"Feature maps are of one image of {inspector.Info.InputSize} values, but {image.Length} values came.", nameof(image));
        }

        var values = inspector.Activations(image)[layer];
        var maps = new HeatMap[channels];
        for (var channel = 0; channel < channels; channel++)
            maps[channel] = Plane(values, height, width, channels, channel);
        return new($"{layer}: {channels} maps of {height} x {width}", maps);
    }

    /// <summary>
    /// The filters of a convolution, a column for each, and in it a map for each channel that it reads, where these are several. Of a
    /// depthwise one, there is one for each channel and copy.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The name of a convolution.</param>
    /// <exception cref="ArgumentException">There is no such layer, or it has no filters.</exception>
    public static MapGrid OfFilters(INetwork network, string layer)
    {
        ArgumentNullException.ThrowIfNull(network);
        var info = network.Info.Layers[network.Info.IndexOfLayer(layer)];
        var kernel = network.Parameters.FirstOrDefault(parameter => IsKernelOf(parameter, layer)) ?? throw new ArgumentException(
            $"Layer '{layer}' of {network.Info.Name} is of {info.Kind}, which has no filters: name a convolution.", nameof(layer));
        var values = new float[kernel.Count];
        kernel.CopyTo(values);
        // Those of sequences have one row.
        int[] shape = kernel.Shape.Count == 4 ? [.. kernel.Shape] : [1, .. kernel.Shape];
        var (height, width, inputs, filters) = (shape[0], shape[1], shape[2], shape[3]);
        var maps = new HeatMap[inputs * filters];
        for (var plane = 0; plane < maps.Length; plane++)
            maps[plane] = Plane(values, height, width, maps.Length, plane);
        var channels = inputs == 1 ? "" : $", {inputs} channels";
        return new($"{layer}: {filters} filters of {height} x {width}{channels}", maps, inputs == 1 ? null : filters);
    }

    /// <summary>The maps as a picture of red, green, blue and alpha: between them it is transparent.</summary>
    /// <param name="pixelSize">Pixels of the picture, down and across, for one of a map.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or the picture would be larger than an array.</exception>
    public ByteImage ToPicture(int pixelSize = 1) => Tiles.Draw(
        Count, Columns, _maps[0].Rows, _maps[0].Columns, pixelSize, (tile, row, column, pixel) =>
            Colors[Share(_maps[tile][row, column])].CopyTo(pixel));

    /// <summary>The maps with their title and the scale, as an SVG file; text is legible on light and on dark.</summary>
    public string ToSvg() => GridSvg.Write(this, _maps[0].Rows, _maps[0].Columns);

    private float Share(float value) =>
        Greatest == 0 ? (IsSigned ? 0.5f : 0) : IsSigned ? ((value / Greatest) + 1) / 2 : value / Greatest;

    private static HeatMap Plane(ReadOnlySpan<float> values, int height, int width, int planes, int plane)
    {
        var map = new float[height * width];
        for (var pixel = 0; pixel < map.Length; pixel++)
            map[pixel] = values[(pixel * planes) + plane];
        return new(height, width, map);
    }

    private static bool IsKernelOf(Parameter parameter, string layer) =>
        IsKernel(parameter) && parameter.Name.StartsWith($"{layer}/", StringComparison.Ordinal);

    private static bool IsKernel(Parameter parameter) =>
        parameter.Name.EndsWith("kernel", StringComparison.Ordinal) && parameter.Shape.Count is 3 or 4;
}
