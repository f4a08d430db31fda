using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>The one table of planners.</summary>
internal static class LayerPlanners
{
    private static readonly Dictionary<Type, Func<Layer, LayerPlanner>> Table = new[]
    {
        Row<Activation>(layer => new ActivationPlanner(layer, layer.Function)),
        Row<ActivityRegularization>(layer => new ActivityRegularizationPlanner(layer)),
        Row<Add>(layer => new AddPlanner(layer)),
        Row<AlphaDropout>(layer => new AlphaDropoutPlanner(layer)),
        Row<Average>(layer => new AveragePlanner(layer)),
        Row<AveragePool2D>(layer => new AveragePool2DPlanner(layer)),
        Row<BatchMoments>(layer => new BatchMomentsPlanner(layer)),
        Row<BatchNormalization>(layer => new BatchNormalizationPlanner(layer)),
        Row<Branch>(layer => new BranchPlanner(layer)),
        Row<CenterCrop>(layer => new CenterCropPlanner(layer)),
        Row<Concatenate>(layer => new ConcatenatePlanner(layer)),
        Row<Conv2D>(layer => layer.Groups == 1 ? new Conv2DPlanner(layer) : new GroupedConv2DPlanner(layer)),
        Row<Conv2DTranspose>(layer => new Conv2DTransposePlanner(layer)),
        Row<Cropping2D>(layer => new Cropping2DPlanner(layer)),
        Row<Dense>(layer => new DensePlanner(layer)),
        Row<DepthMaxPool>(layer => new DepthMaxPoolPlanner(layer)),
        Row<DepthToSpace>(layer => new DepthToSpacePlanner(layer)),
        Row<DepthwiseConv2D>(layer => new DepthwiseConv2DPlanner(layer)),
        Row<Dropout>(layer => new DropoutPlanner(layer)),
        Row<Elu>(EluPlanner.Of),
        Row<Flatten>(layer => new FlattenPlanner(layer)),
        Row<GaussianDropout>(layer => new GaussianDropoutPlanner(layer)),
        Row<GaussianNoise>(layer => new GaussianNoisePlanner(layer)),
        Row<GlobalAveragePool2D>(layer => new GlobalAveragePool2DPlanner(layer)),
        Row<GlobalMaxPool2D>(layer => new GlobalMaxPool2DPlanner(layer)),
        Row<GroupNormalization>(layer => new GroupNormalizationPlanner(layer)),
        Row<Input>(layer => new InputPlanner(layer)),
        Row<LayerNormalization>(layer => new LayerNormalizationPlanner(layer)),
        Row<LeakyRelu>(LeakyReluPlanner.Of),
        Row<Maximum>(layer => new MaximumPlanner(layer)),
        Row<MaxPool2D>(layer => new MaxPool2DPlanner(layer)),
        Row<Minimum>(layer => new MinimumPlanner(layer)),
        Row<Multiply>(layer => new MultiplyPlanner(layer)),
        Row<Normalization>(layer => new NormalizationPlanner(layer)),
        Row<Relu>(ReluPlanner.Of),
        Row<Permute>(layer => new PermutePlanner(layer)),
        Row<PRelu>(layer => new PReluPlanner(layer)),
        Row<RepeatChannels>(layer => new RepeatChannelsPlanner(layer)),
        Row<Rescaling>(layer => new RescalingPlanner(layer)),
        Row<Reshape>(layer => new ReshapePlanner(layer)),
        Row<Resizing>(layer => new ResizingPlanner(layer)),
        Row<SeparableConv2D>(layer => new SeparableConv2DPlanner(layer)),
        Row<SpaceToDepth>(layer => new SpaceToDepthPlanner(layer)),
        Row<SpatialDropout2D>(layer => new SpatialDropout2DPlanner(layer)),
        Row<SpreadGroups>(layer => new SpreadGroupsPlanner(layer)),
        Row<Stretch>(layer => new StretchPlanner(layer)),
        Row<Subtract>(layer => new SubtractPlanner(layer)),
        Row<UnitNormalization>(layer => new UnitNormalizationPlanner(layer)),
        Row<UpSampling2D>(layer => new UpSampling2DPlanner(layer)),
        Row<Conv1D>(layer => new SequencePlanner(layer)),
        Row<DepthwiseConv1D>(layer => new SequencePlanner(layer)),
        Row<SeparableConv1D>(layer => new SequencePlanner(layer)),
        Row<MaxPool1D>(layer => new SequencePlanner(layer)),
        Row<AveragePool1D>(layer => new SequencePlanner(layer)),
        Row<GlobalAveragePool1D>(layer => new SequencePlanner(layer)),
        Row<GlobalMaxPool1D>(layer => new SequencePlanner(layer)),
        Row<ZeroPadding1D>(layer => new SequencePlanner(layer)),
        Row<Cropping1D>(layer => new SequencePlanner(layer)),
        Row<UpSampling1D>(layer => new SequencePlanner(layer)),
        Row<ZeroPadding2D>(layer => new ZeroPadding2DPlanner(layer)),
        Row<Softmax>(layer => new SoftmaxPlanner(layer, ActivationFunction.Softmax, layer.Axes)),
        Row<LogSoftmax>(layer => new SoftmaxPlanner(layer, ActivationFunction.LogSoftmax, layer.Axes)),
    }.ToDictionary(row => row.Layer, row => row.Plan);

    /// <summary>A planner for a layer.</summary>
    /// <exception cref="KeyNotFoundException">Nobody plans layers of its kind.</exception>
    public static LayerPlanner Of(Layer layer) => Table[layer.GetType()](layer);

    /// <summary>What one of several readers of a layer reads in its place.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">The branch's place.</param>
    /// <param name="number">Which of the readers.</param>
    public static Layer Branch(Layer layer, int index, int number) => new Branch(
        // No name of a user's has a slash.
        index, $"{layer.Name}/branch{number}", new([layer.Index]), layer.OutputShape, layer.OutputShape);

    /// <summary>What lies behind a layer whose outputs cost something.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="regularizer">What they cost.</param>
    public static Layer Penalty(Layer layer, RegularizerInfo regularizer) => new ActivityRegularization(
        layer.Index + 1, $"{layer.Name}/activity", new([layer.Index]), layer.OutputShape, layer.OutputShape, regularizer);

    private static (Type Layer, Func<Layer, LayerPlanner> Plan) Row<T>(Func<T, LayerPlanner> plan)
        where T : Layer => (typeof(T), layer => plan((T)layer));
}
