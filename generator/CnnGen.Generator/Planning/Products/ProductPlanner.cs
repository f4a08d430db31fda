using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Tiles;

namespace CnnGen.Generator.Planning.Products;

/// <summary>Names products and outer products, chooses their tiles, and gives room to the kernels that are prepared for them.</summary>
internal sealed class ProductPlanner
{
    private readonly EquatableArray<Target> _targets;
    private readonly KernelNames _names = new();
    private readonly Dictionary<Product, string> _tileNames = [];
    private readonly Dictionary<string, int> _scalings = [];

    public ProductPlanner(EquatableArray<Target> targets) => (_targets, Winograd) = (targets, new WinogradPlanner(_names, targets));

    /// <summary>Plans those by Winograd's algorithm.</summary>
    public WinogradPlanner Winograd { get; }

    /// <summary>Floats of the kernels that are transformed for the forward direction, of all layers so far.</summary>
    public int ForwardKernelFloats { get; private set; }

    /// <summary>Floats of the kernels that are transposed, and transformed, for the input gradients, of all layers so far.</summary>
    public int BackwardKernelFloats { get; private set; }

    /// <summary>Gives room to a kernel for the forward direction; it begins at <see cref="ForwardKernelFloats"/>.</summary>
    public void ReserveForward(long floats) => ForwardKernelFloats = Reserved(ForwardKernelFloats, floats);

    /// <summary>Gives room to a kernel for an input gradient; it begins at <see cref="BackwardKernelFloats"/>.</summary>
    public void ReserveBackward(long floats) => BackwardKernelFloats = Reserved(BackwardKernelFloats, floats);

    /// <summary>
    /// Where the factors and shifts lie that a layer is in prediction, among the kernels of the forward direction; they get room when they
    /// are asked for first.
    /// </summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="lanes">Its channels, rounded up to whole vectors.</param>
    public int ScalingOffsetOf(string layer, int lanes)
    {
        if (!_scalings.TryGetValue(layer, out var offset))
        {
            _scalings[layer] = offset = ForwardKernelFloats;
            ReserveForward(2L * lanes);
        }

        return offset;
    }

    /// <summary>An activation in a kernel's name.</summary>
    public static string Suffix(ActivationFunction activation) => activation == ActivationFunction.Linear ? "" : $"_{activation}";

    /// <summary>An activation in a kernel's summary.</summary>
    public static string Described(ActivationFunction activation) =>
        activation == ActivationFunction.Linear ? "" : $", then {activation.ToString().ToLowerInvariant()}";

    public TiledProduct Tile(Product product, int kernelOffset)
    {
        product = product.InOneRow();
        var content = product with { Name = "", Summary = "", TileName = "" };
        var name = _names.Unique(product.Name, content);
        var placeless = content with { InputOffset = 0, OutputOffset = 0 };
        if (!_tileNames.TryGetValue(placeless, out var tileName))
            _tileNames[placeless] = tileName = name;
        product = product with { Name = name, TileName = tileName };
        return new TiledProduct(product, new(_targets.Select(target => ProductTiler.Choose(product, target))), kernelOffset);
    }

    public TiledOuterProduct Tile(OuterProduct product)
    {
        product = product.InOneRow();
        product = product with { Name = _names.Unique(product.Name, product with { Name = "", Summary = "" }) };
        return new TiledOuterProduct(product, new(_targets.Select(target => OuterProductTiler.Choose(product, target))));
    }

    private static int Reserved(int offset, long floats) => Arena.Floats(offset + CacheLine.Align(floats), "transformed kernels");
}
