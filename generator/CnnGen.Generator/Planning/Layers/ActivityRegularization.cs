using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>Its output is the very buffer of its input, and so is its gradient, to which its own is added.</summary>
internal sealed class ActivityRegularizationPlanner(ActivityRegularization layer) : LayerPlanner(layer)
{
    public override bool PenalizesActivities => layer.Regularizer is not { L1: 0, L2: 0 };

    public override BackwardReads Reads => PenalizesActivities ? BackwardReads.Output : BackwardReads.Nothing;

    public override bool LiesLikeInput => true;

    public override bool MayShareGradient => true;

    public override bool ChangesGradient => PenalizesActivities;

    public override Border InputBorder(Layouts layouts) => layouts.WantedBorder(Layer.Index);

    /// <summary>As that of its input wants it, whose gradient is the same buffer.</summary>
    public override Border GradientBorder(Layouts layouts) => layouts.Gradient(Layer.Inputs[0]).Border;

    public override bool SharesInput(Layouts layouts, bool isTraining) => true;

    public override bool SharesGradientOf(Layouts layouts, int input) => true;

    protected override bool WorksInPlace(bool isTraining) => PenalizesActivities;

    /// <summary>Only who computes a loss asks.</summary>
    protected override IEnumerable<Step> Forward(ForwardPlaces places)
    {
        var kernel = new ActivityPenalty(layer.Regularizer, places.Y.Tensor);
        var call = new KernelCall(kernel, places.Y, new Argument(ArgumentKind.ActivityPenalties));
        return [new Choice(PassCondition.PenaltiesAreWanted, call, Otherwise: null)];
    }

    /// <summary>In place, before the layer in front of it reads the gradient.</summary>
    protected override IEnumerable<Step> SumGradients(BackwardPlaces places)
    {
        if (!PenalizesActivities)
            return [];
        var kernel = new ActivityPenaltyGradient(layer.Regularizer, places.Y.Tensor, places.Dy.Tensor);
        return [new KernelCall(kernel, places.Y, places.Dy, new Argument(ArgumentKind.BatchImages))];
    }

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [];
}

/// <summary>Adds what the outputs of each image cost.</summary>
internal sealed record ActivityPenalty(RegularizerInfo Regularizer, Tensor Y) : Kernel;

/// <summary>Adds the gradient of that to the outputs' gradient.</summary>
internal sealed record ActivityPenaltyGradient(RegularizerInfo Regularizer, Tensor Y, Tensor Dy) : Kernel;
