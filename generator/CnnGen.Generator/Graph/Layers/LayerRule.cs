
namespace CnnGen.Generator.Graph.Layers;

/// <summary>What a rule found: the layer, or as much of its output's shape as is certain.</summary>
internal readonly record struct LayerOutcome(PartialShape Output, Layer? Layer);

/// <summary>What the builder must know of a kind of layer.</summary>
/// <param name="KerasName">The stem of automatic names: <c>conv2d</c>.</param>
/// <param name="Shown">The arguments that messages show in parentheses, in the constructor's order.</param>
/// <param name="Infer">The shape rule, beside the layer's record.</param>
internal sealed record LayerRule(string KerasName, string[] Shown, Func<LayerReader, LayerOutcome> Infer)
{
    /// <summary>The one table of layers.</summary>
    public static readonly IReadOnlyDictionary<string, LayerRule> Table = new Dictionary<string, LayerRule>
    {
        ["Input"] = new("input", ["Height", "Width", "Length", "Channels"], Input.Infer),
        ["Conv2D"] = new("conv2d", ["Filters", "KernelHeight", "KernelWidth"], Conv2D.Infer),
        ["DepthwiseConv2D"] = new("depthwise_conv2d", ["KernelHeight", "KernelWidth"], DepthwiseConv2D.Infer),
        ["SeparableConv2D"] = new("separable_conv2d", ["Filters", "KernelHeight", "KernelWidth"], SeparableConv2D.Infer),
        ["Conv2DTranspose"] = new("conv2d_transpose", ["Filters", "KernelHeight", "KernelWidth"], Conv2DTranspose.Infer),
        ["MaxPool2D"] = new("max_pooling2d", ["PoolHeight", "PoolWidth"], MaxPool2D.Infer),
        ["AveragePool2D"] = new("average_pooling2d", ["PoolHeight", "PoolWidth"], AveragePool2D.Infer),
        ["GlobalAveragePool2D"] = new("global_average_pooling2d", [], GlobalAveragePool2D.Infer),
        ["GlobalMaxPool2D"] = new("global_max_pooling2d", [], GlobalMaxPool2D.Infer),
        ["DepthMaxPool"] = new("depth_max_pool", ["PoolSize"], DepthMaxPool.Infer),
        ["Flatten"] = new("flatten", [], Flatten.Infer),
        ["Dense"] = new("dense", ["Units"], Dense.Infer),
        ["Dropout"] = new("dropout", ["Rate"], Dropout.Infer),
        ["SpatialDropout2D"] = new("spatial_dropout2d", ["Rate"], SpatialDropout2D.Infer),
        ["AlphaDropout"] = new("alpha_dropout", ["Rate"], AlphaDropout.Infer),
        ["GaussianDropout"] = new("gaussian_dropout", ["Rate"], GaussianDropout.Infer),
        ["GaussianNoise"] = new("gaussian_noise", ["Stddev"], GaussianNoise.Infer),
        ["Activation"] = new("activation", ["Function"], Activation.Infer),
        ["ActivityRegularization"] = new("activity_regularization", ["L1", "L2"], ActivityRegularization.Infer),
        ["Relu"] = new("re_lu", [], Relu.Infer),
        ["LeakyRelu"] = new("leaky_re_lu", ["NegativeSlope"], LeakyRelu.Infer),
        ["PRelu"] = new("p_re_lu", [], PRelu.Infer),
        ["Elu"] = new("elu", ["Alpha"], Elu.Infer),
        ["Softmax"] = new("softmax", [], Softmax.Infer),
        ["LogSoftmax"] = new("log_softmax", [], LogSoftmax.Infer),
        ["Normalization"] = new("normalization", [], Normalization.Infer),
        ["Rescaling"] = new("rescaling", ["Scale", "Offset"], Rescaling.Infer),
        ["BatchNormalization"] = new("batch_normalization", [], BatchNormalization.Infer),
        ["GroupNormalization"] = new("group_normalization", [], GroupNormalization.Infer),
        ["UnitNormalization"] = new("unit_normalization", [], UnitNormalization.Infer),
        ["LayerNormalization"] = new("layer_normalization", [], LayerNormalization.Infer),
        ["Add"] = new("add", [], Add.Infer),
        ["Subtract"] = new("subtract", [], Subtract.Infer),
        ["Multiply"] = new("multiply", [], Multiply.Infer),
        ["Average"] = new("average", [], Average.Infer),
        ["Maximum"] = new("maximum", [], Maximum.Infer),
        ["Minimum"] = new("minimum", [], Minimum.Infer),
        ["Concatenate"] = new("concatenate", [], Concatenate.Infer),
        ["ZeroPadding2D"] = new("zero_padding2d", ["Top", "Bottom", "Left", "Right"], ZeroPadding2D.Infer),
        ["Cropping2D"] = new("cropping2d", ["Top", "Bottom", "Left", "Right"], Cropping2D.Infer),
        ["UpSampling2D"] = new("up_sampling2d", ["Height", "Width"], UpSampling2D.Infer),
        ["Resizing"] = new("resizing", ["Height", "Width"], Resizing.Infer),
        ["CenterCrop"] = new("center_crop", ["Height", "Width"], CenterCrop.Infer),
        ["Reshape"] = new("reshape", ["Height", "Width", "Channels", "Units"], Reshape.Infer),
        ["Permute"] = new("permute", ["First", "Second", "Third"], Permute.Infer),
        ["DepthToSpace"] = new("depth_to_space", ["BlockSize"], DepthToSpace.Infer),
        ["SpaceToDepth"] = new("space_to_depth", ["BlockSize"], SpaceToDepth.Infer),
        ["Conv1D"] = new("conv1d", ["Filters", "KernelSize"], Conv1D.Infer),
        ["DepthwiseConv1D"] = new("depthwise_conv1d", ["KernelSize"], DepthwiseConv1D.Infer),
        ["SeparableConv1D"] = new("separable_conv1d", ["Filters", "KernelSize"], SeparableConv1D.Infer),
        ["MaxPool1D"] = new("max_pooling1d", ["PoolSize"], MaxPool1D.Infer),
        ["AveragePool1D"] = new("average_pooling1d", ["PoolSize"], AveragePool1D.Infer),
        ["GlobalAveragePool1D"] = new("global_average_pooling1d", [], GlobalAveragePool1D.Infer),
        ["GlobalMaxPool1D"] = new("global_max_pooling1d", [], GlobalMaxPool1D.Infer),
        ["ZeroPadding1D"] = new("zero_padding1d", ["Left", "Right"], ZeroPadding1D.Infer),
        ["Cropping1D"] = new("cropping1d", ["Left", "Right"], Cropping1D.Infer),
        ["UpSampling1D"] = new("up_sampling1d", ["Size"], UpSampling1D.Infer),
    };
}
