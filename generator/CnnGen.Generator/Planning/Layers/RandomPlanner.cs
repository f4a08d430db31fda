using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>What layers share that draw random numbers in training and are the identity in prediction.</summary>
internal abstract class RandomPlanner(Layer layer) : LayerPlanner(layer)
{
    /// <summary>One buffer serves as its input and its output in prediction.</summary>
    public override Border InputBorder(Layouts layouts) => layouts.WantedBorder(Layer.Index);

    public override bool LiesLikeInput => true;

    public override bool SharesInput(Layouts layouts, bool isTraining) => !isTraining;

    protected override string Algorithm(PlanningContext context) => "Philox";
}
