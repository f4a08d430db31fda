using CnnGen.Generator.Graph.Layers;
using CnnGen.Tool.Onnx.Layers;

namespace CnnGen.Tool.Onnx;

/// <summary>The one table of what layers are in ONNX.</summary>
internal static class LayerExports
{
    /// <summary>What writes a layer's nodes, by its kind; it gives the tensor that they compute.</summary>
    public static IReadOnlyDictionary<string, Func<LayerScope, Layer, OnnxTensor>> Table { get; } =
        new Dictionary<string, Func<LayerScope, Layer, OnnxTensor>>
        {
            ["Conv2D"] = Of<Conv2D>(Convolutions.Conv2D),
            ["DepthwiseConv2D"] = Of<DepthwiseConv2D>(Convolutions.DepthwiseConv2D),
            ["SeparableConv2D"] = Of<SeparableConv2D>(Convolutions.SeparableConv2D),
            ["Conv2DTranspose"] = Of<Conv2DTranspose>(Convolutions.Conv2DTranspose),
            ["Dense"] = Of<Dense>(DenseLayers.Dense),

            ["MaxPool2D"] = Of<MaxPool2D>(Pools.MaxPool2D),
            ["AveragePool2D"] = Of<AveragePool2D>(Pools.AveragePool2D),
            ["GlobalAveragePool2D"] = Of<GlobalAveragePool2D>(Pools.GlobalAveragePool2D),
            ["GlobalMaxPool2D"] = Of<GlobalMaxPool2D>(Pools.GlobalMaxPool2D),
            ["DepthMaxPool"] = Of<DepthMaxPool>(Pools.DepthMaxPool),

            ["Activation"] = Of<Generator.Graph.Layers.Activation>((scope, layer) => Activations.Behind(scope, scope.X, layer.Function)),
            ["Relu"] = Of<Relu>(Activations.Relu),
            ["LeakyRelu"] = Of<LeakyRelu>(Activations.LeakyRelu),
            ["PRelu"] = Of<PRelu>(Activations.PRelu),
            ["Elu"] = Of<Elu>(Activations.Elu),
            ["Softmax"] = Of<Softmax>((scope, layer) => Softmaxes.Along(scope, "Softmax", layer.Axes)),
            ["LogSoftmax"] = Of<LogSoftmax>((scope, layer) => Softmaxes.Along(scope, "LogSoftmax", layer.Axes)),

            ["Rescaling"] = Of<Rescaling>(Normalizations.Rescaling),
            ["Normalization"] = Of<Normalization>(Normalizations.Normalization),
            ["BatchNormalization"] = Of<BatchNormalization>(Normalizations.BatchNormalization),
            ["LayerNormalization"] = Of<LayerNormalization>(Normalizations.LayerNormalization),
            ["GroupNormalization"] = Of<GroupNormalization>(Normalizations.GroupNormalization),
            ["UnitNormalization"] = Of<UnitNormalization>(Normalizations.UnitNormalization),

            ["Add"] = Of<Add>((scope, layer) => Merges.OfAll(scope, layer, "Sum", "Add")),
            ["Subtract"] = Of<Subtract>((scope, layer) => Merges.InTurn(scope, layer, "Sub")),
            ["Multiply"] = Of<Multiply>((scope, layer) => Merges.InTurn(scope, layer, "Mul")),
            ["Average"] = Of<Average>((scope, layer) => Merges.OfAll(scope, layer, "Mean")),
            ["Maximum"] = Of<Maximum>((scope, layer) => Merges.OfAll(scope, layer, "Max")),
            ["Minimum"] = Of<Minimum>((scope, layer) => Merges.OfAll(scope, layer, "Min")),
            ["Concatenate"] = Of<Concatenate>(Merges.Concatenate),

            // What does something in training alone.
            ["Dropout"] = Passed,
            ["SpatialDropout2D"] = Passed,
            ["AlphaDropout"] = Passed,
            ["GaussianDropout"] = Passed,
            ["GaussianNoise"] = Passed,
            ["ActivityRegularization"] = Passed,

            // A map stays one until somebody reads its rows.
            ["Flatten"] = Passed,
            ["Reshape"] = Of<Reshape>(Shapes.Reshape),
            ["Permute"] = Of<Permute>(Shapes.Permute),
            ["ZeroPadding2D"] = Of<ZeroPadding2D>(Shapes.ZeroPadding2D),
            ["Cropping2D"] = Of<Cropping2D>((scope, layer) => Shapes.Cropped(scope, layer, layer.Cropping)),
            ["CenterCrop"] = Of<CenterCrop>((scope, layer) => Shapes.Cropped(scope, layer, layer.Cropping)),
            ["UpSampling2D"] = Of<UpSampling2D>((scope, layer) => Resizes.To(scope, layer, layer.Interpolation)),
            ["Resizing"] = Of<Resizing>((scope, layer) => Resizes.To(scope, layer, layer.Interpolation)),
            ["DepthToSpace"] = Of<DepthToSpace>(Resizes.DepthToSpace),
            ["SpaceToDepth"] = Of<SpaceToDepth>(Resizes.SpaceToDepth),
        };

    /// <summary>Writes a layer's nodes. A layer of sequences is computed as one of maps.</summary>
    public static OnnxTensor Write(LayerScope scope, Layer layer)
    {
        var computed = layer is SequenceLayer sequence ? sequence.OfMap : layer;
        return Table[computed.Kind](computed == layer ? scope : scope.As(computed), computed);
    }

    private static Func<LayerScope, Layer, OnnxTensor> Of<T>(Func<LayerScope, T, OnnxTensor> write)
        where T : Layer => (scope, layer) => write(scope, (T)layer);

    private static OnnxTensor Passed(LayerScope scope, Layer layer) => scope.X;
}
