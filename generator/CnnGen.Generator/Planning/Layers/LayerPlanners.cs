using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>The one table of planners.</summary>
internal static class LayerPlanners
{
    private static readonly Dictionary<Type, Func<Layer, LayerPlanner>> Table = new()
    {
        [typeof(Activation)] = layer => new ActivationPlanner((Activation)layer),
        [typeof(AveragePool2D)] = layer => new AveragePool2DPlanner((AveragePool2D)layer),
        [typeof(Conv2D)] = layer => new Conv2DPlanner((Conv2D)layer),
        [typeof(Dense)] = layer => new DensePlanner((Dense)layer),
        [typeof(DepthMaxPool)] = layer => new DepthMaxPoolPlanner((DepthMaxPool)layer),
        [typeof(DepthwiseConv2D)] = layer => new DepthwiseConv2DPlanner((DepthwiseConv2D)layer),
        [typeof(Dropout)] = layer => new DropoutPlanner((Dropout)layer),
        [typeof(Flatten)] = layer => new FlattenPlanner((Flatten)layer),
        [typeof(GlobalAveragePool2D)] = layer => new GlobalAveragePool2DPlanner((GlobalAveragePool2D)layer),
        [typeof(Input)] = layer => new InputPlanner((Input)layer),
        [typeof(MaxPool2D)] = layer => new MaxPool2DPlanner((MaxPool2D)layer),
        [typeof(Normalization)] = layer => new NormalizationPlanner((Normalization)layer),
        [typeof(RepeatChannels)] = layer => new RepeatChannelsPlanner((RepeatChannels)layer),
        [typeof(Rescaling)] = layer => new RescalingPlanner((Rescaling)layer),
    };

    /// <summary>A planner for a layer.</summary>
    /// <exception cref="KeyNotFoundException">Nobody plans layers of its kind.</exception>
    public static LayerPlanner Of(Layer layer) => Table[layer.GetType()](layer);
}
