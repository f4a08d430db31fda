using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning.Plans;

/// <summary>
/// A step of the prediction of one image by several threads: work items that may run at the same time. Those of the stage before are done.
/// </summary>
internal sealed record Stage(int Items, EquatableArray<StagePart> Parts);

/// <summary>What a stage does; one with several items has one part.</summary>
/// <param name="Start">The layer that begins here, whose heading is written and whose border is zeroed by one of the items; null where none
/// does.</param>
internal abstract record StagePart(LayerPass? Start);

/// <summary>A whole layer.</summary>
internal sealed record WholeLayer(LayerPass Layer) : StagePart((LayerPass?)null);

/// <summary>The end: the outputs go to the caller.</summary>
internal sealed record OutputPart(EquatableArray<Step> Steps) : StagePart((LayerPass?)null);

/// <summary>A part of a product: some groups of channels and register tiles.</summary>
internal sealed record ProductPart(LayerPass Layer, TiledProduct Product, ProductSplit Split, ProductOperands Operands)
    : StagePart(Layer);

/// <summary>A block of strips goes through all three steps of Winograd's algorithm.</summary>
internal sealed record WinogradBlockPart(LayerPass Layer, TiledWinograd Winograd, int Items, ProductOperands Operands) : StagePart(Layer);

/// <summary>One of the three steps of a block of strips.</summary>
internal sealed record WinogradStepPart(
    LayerPass? Layer, TiledWinograd Winograd, WinogradStep Step, WinogradBlock Block, ProductOperands Operands) : StagePart(Layer);

/// <summary>The steps of Winograd's algorithm.</summary>
internal enum WinogradStep
{
    Input,
    Products,
    Output,
}

/// <summary>What a product's kernel takes.</summary>
/// <param name="From">The input.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Epilogue">What is read when the output is stored: a bias, or for an input gradient the activated input; null without
/// either.</param>
/// <param name="To">The output.</param>
internal sealed record ProductOperands(Argument From, Argument Kernel, Argument? Epilogue, Argument To)
{
    /// <summary>All of them in order.</summary>
    public IEnumerable<Argument> All => [From, Kernel, .. Stored];

    /// <summary>What storing the output takes.</summary>
    public IEnumerable<Argument> Stored => Epilogue is { } epilogue ? [epilogue, To] : [To];
}

/// <summary>
/// How a <see cref="Product"/> for one image is cut: each item takes some of the groups and one band of the register tiles.
/// </summary>
/// <param name="Groups">The split of the output channels.</param>
/// <param name="GroupItems">Parts that the groups are dealt to.</param>
/// <param name="Bands">Parts that each region's tiles are dealt to.</param>
internal sealed record ProductSplit(EquatableArray<VectorGroup> Groups, int GroupItems, int Bands)
{
    public int Items => GroupItems * Bands;
}

/// <summary>
/// How a <see cref="WinogradProduct"/> for one image is cut: where its blocks of strips are many, each is an item with scratch room of its
/// own; else the three steps of each block are stages, and all threads share what lies between them.
/// </summary>
/// <param name="BlockItems">Blocks that are work items; 0 where the steps are stages.</param>
/// <param name="Blocks">The blocks whose steps are stages.</param>
internal sealed record WinogradSplit(int BlockItems, EquatableArray<WinogradBlock> Blocks);

/// <summary>A block of strips and the work items of its three steps.</summary>
/// <param name="First">The first strip.</param>
/// <param name="Strips">Strips of the block.</param>
/// <param name="InputItems">Items of the input's transform, each some strips.</param>
/// <param name="ProductItems">Items of the products, each some frequencies.</param>
/// <param name="OutputItems">Items of the output's transform, each some strips.</param>
internal readonly record struct WinogradBlock(int First, int Strips, int InputItems, int ProductItems, int OutputItems)
{
    /// <summary>The items of one step.</summary>
    public int ItemsOf(WinogradStep step) => step switch
    {
        WinogradStep.Input => InputItems,
        WinogradStep.Products => ProductItems,
        _ => OutputItems,
    };
}
