using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// What one of several readers of a layer reads in its place, so that every other layer has one reader. Forward it is the very buffer of
/// that layer; back it holds the gradient of its reader, and the layer sums up those of all branches. Only lowering makes it.
/// </summary>
internal sealed record Branch(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape);

internal sealed class BranchPlanner(Branch layer) : LayerPlanner(layer)
{
    public override bool IsBranch => true;

    public override bool LiesLikeInput => true;

    public override bool MayShareGradient => true;

    public override Border InputBorder(Layouts layouts) => layouts.WantedBorder(Layer.Index);

    public override Border GradientBorder(Layouts layouts) =>
        SharesGradientOf(layouts, 0) ? layouts.Gradient(Layer.Inputs[0]).Border : default;

    public override bool SharesInput(Layouts layouts, bool isTraining) => true;

    /// <summary>
    /// The sum takes the place of the first gradient that is nobody else's: whose reader does not hand on the gradient of its own output.
    /// </summary>
    public override bool SharesGradientOf(Layouts layouts, int input) => this == layouts.Branches(Layer.Inputs[0])
        .FirstOrDefault(branch => !layouts.ConsumersOf(branch.Layer.Index).Any(reader => reader.MayShareGradient));

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => [];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [];
}
