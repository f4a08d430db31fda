using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Kernels.Winograd;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>The one table of what writes which kernel.</summary>
internal static class KernelWriters
{
    private static readonly Dictionary<Type, Func<KernelSet, int, Kernel, string>> Table = new[]
    {
        // What no layer has to itself.
        Row<TiledProduct>((kernels, target, k) => ProductKernel.Add(kernels, k.Product, k.Tilings[target])),
        Row<TiledWinograd>((kernels, target, k) => WinogradProductKernel.Add(kernels, k, target)),
        Row<TiledOuterProduct>((kernels, target, k) => OuterProductKernel.Add(kernels, k.Product, k.Tilings[target])),
        Row<TiledGroupedProduct>((kernels, target, k) => GroupedKernel.Add(kernels, k, target)),
        Row<TiledGroupedOuterProduct>((kernels, target, k) => GroupedOuterKernel.Add(kernels, k, target)),
        Row<ClearBorderKernel>((kernels, _, k) => ClearBorder.Kernel(kernels, k.Tensor)),
        Row<StoreOutputKernel>((kernels, _, k) => StoreOutput.Kernel(kernels, k.Tensor)),
        Row<LoadGradientKernel>((kernels, _, k) => LoadGradient.Kernel(kernels, k.Tensor)),
        Row<AddGradientKernel>((kernels, _, k) => AddGradient.Kernel(kernels, k.Tensor)),
        Row<ClearKernel>((kernels, _, k) => Clear.Kernel(kernels, k.Tensor)),
        Row<MoveKernel>((kernels, _, k) => Move.Kernel(kernels, k)),
        Row<SumGradientsKernel>((kernels, _, k) => SumGradients.Kernel(kernels, k.Parts, k.Function, k.Output, k.Sum)),
        Row<ActivationGradientKernel>((kernels, _, k) => ActivationGradient.Kernel(kernels, k.Function, k.Output, k.Gradient)),
        Row<ImageSumsGradient>((kernels, _, k) => ImageSumsKernels.Gradient(kernels, k)),

        // Layers.
        Row<ActivationForward>((kernels, _, k) => ActivationKernels.Forward(kernels, k.Function, k.X, k.Y)),
        Row<ActivationBackward>((kernels, _, k) => ActivationKernels.Backward(kernels, k.Function, k.Read, k.Dx, k.Dy)),
        Row<ActivityPenalty>((kernels, _, k) => ActivityRegularizationKernels.Forward(kernels, k.Regularizer, k.Y)),
        Row<ActivityPenaltyGradient>((kernels, _, k) => ActivityRegularizationKernels.Backward(kernels, k.Regularizer, k.Y, k.Dy)),
        Row<SoftmaxLosses>((kernels, _, _) => $"SoftmaxCrossEntropy.Forward<{kernels.Isa.TypeArguments}>"),
        Row<AlphaDropoutKernel>((kernels, _, k) => AlphaDropoutKernels.Apply(kernels, k.Layer, k.IsGradient, k.From, k.To)),
        Row<AveragePoolForward>((kernels, _, k) => AveragePool2DKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<AveragePoolBackward>((kernels, _, k) => AveragePool2DKernels.Backward(kernels, k.Layer, k.Dx, k.Dy)),
        Row<BatchMomentsForward>((kernels, _, k) => BatchNormalizationKernels.Moments(kernels, k.X)),
        Row<BatchNormalizationForward>((kernels, _, k) =>
            BatchNormalizationKernels.Forward(kernels, k.Layer.Activation, k.X, k.Y, ofImage: false)),
        Row<ChannelAffine>((kernels, _, k) => BatchNormalizationKernels.Affine(kernels, k.Function, k.X, k.Y)),
        Row<ChannelScaling>((kernels, _, k) => BatchNormalizationKernels.Scaling(kernels, k.Dx, k.Dy)),
        Row<BatchGradientSums>((kernels, _, k) => BatchNormalizationKernels.GradientSums(kernels, k.X, k.Dy, ofImage: false)),
        Row<BatchNormalizationBackward>((kernels, _, k) =>
            BatchNormalizationKernels.Backward(kernels, k.X, k.Dx, k.Dy, ofImage: false)),
        Row<JoinBatchMoments>((kernels, _, k) => BatchNormalizationKernels.JoinForward(kernels, k.Layer)),
        Row<JoinBatchGradients>((kernels, _, k) => BatchNormalizationKernels.JoinBackward(kernels, k.Layer)),
        Row<FoldBatchNormalization>((kernels, _, k) => BatchNormalizationKernels.Fold(kernels, k.Layer)),
        Row<ConcatenateForward>((kernels, _, k) => ConcatenateKernels.Forward(kernels, k.Inputs, k.Y)),
        Row<ConcatenateBackward>((kernels, _, k) => ConcatenateKernels.Backward(kernels, k.Parts, k.Dy)),
        Row<DepthMaxForward>((kernels, _, k) => DepthMaxPoolKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<DepthMaxBackward>((kernels, _, k) => DepthMaxPoolKernels.Backward(kernels, k.Layer, k.X, k.Y, k.Dx, k.Dy)),
        Row<DepthwiseForward>((kernels, target, k) =>
            DepthwiseConv2DKernels.Forward(kernels, k.Layer, k.X, k.Y, k.Product.Product, k.Product.Tilings[target])),
        Row<DepthwiseInputGradient>((kernels, target, k) =>
            DepthwiseConv2DKernels.InputGradient(kernels, k.Layer, k.Dx, k.Dy, k.Phase, k.Product.Product, k.Product.Tilings[target])),
        Row<DepthwiseWeightGradient>((kernels, target, k) =>
            DepthwiseConv2DKernels.WeightGradient(kernels, k.Layer, k.X, k.Dy, k.Product, k.Tilings[target])),
        Row<DropoutKernel>((kernels, _, k) => DropoutKernels.Apply(kernels, k.Layer, k.From, k.To)),
        Row<EluForward>((kernels, _, k) => EluKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<EluBackward>((kernels, _, k) => EluKernels.Backward(kernels, k.Layer, k.Y, k.Dx, k.Dy)),
        Row<FlattenCopy>((kernels, _, k) => FlattenKernels.Copy(kernels, k.From, k.To)),
        Row<GaussianDropoutKernel>((kernels, _, k) => GaussianDropoutKernels.Apply(kernels, k.Layer, k.From, k.To)),
        Row<GaussianNoiseForward>((kernels, _, k) => GaussianNoiseKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<GlobalAverageForward>((kernels, _, k) => GlobalAveragePool2DKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<GlobalAverageBackward>((kernels, _, k) => GlobalAveragePool2DKernels.Backward(kernels, k.Layer, k.Dx, k.Dy)),
        Row<GroupNormalizationForward>((kernels, _, k) => GroupNormalizationKernels.Forward(kernels, k.X, k.Y)),
        Row<GroupGradientSums>((kernels, _, k) => GroupNormalizationKernels.GradientSums(kernels, k.X, k.Dy)),
        Row<GroupNormalizationBackward>((kernels, _, k) => GroupNormalizationKernels.Backward(kernels, k.X, k.Dx, k.Dy)),
        Row<JoinGroupMoments>((kernels, _, k) => GroupNormalizationKernels.JoinForward(kernels, k.Layer)),
        Row<JoinGroupGradients>((kernels, _, k) => GroupNormalizationKernels.JoinBackward(kernels, k.Layer)),
        Row<LayerNormalizationForward>((kernels, _, k) => LayerNormalizationKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<LayerNormalizationBackward>((kernels, _, k) => LayerNormalizationKernels.Backward(kernels, k)),
        Row<LeakyReluForward>((kernels, _, k) => LeakyReluKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<LeakyReluBackward>((kernels, _, k) => LeakyReluKernels.Backward(kernels, k.Layer, k.Y, k.Dx, k.Dy)),
        Row<LoadImages>((kernels, _, k) => InputKernels.Load(kernels, k.Shape, k.Y, k.Layers, k.AreBytes)),
        Row<MaxPoolForward>((kernels, _, k) => MaxPool2DKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<MaxPoolBackward>((kernels, _, k) =>
            MaxPool2DKernels.Backward(kernels, k.Layer, k.Activation, k.X, k.Y, k.Dx, k.Dy)),
        Row<MergeForward>((kernels, _, k) => MergeKernels.Forward(kernels, k.Layer, k.Inputs, k.Y)),
        Row<MergeBackward>((kernels, _, k) => MergeKernels.Backward(kernels, k.Layer, k.Input, k.Inputs, k.Dx, k.Dy)),
        Row<NormalizationForward>((kernels, _, k) => NormalizationKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<NormalizationBackward>((kernels, _, k) => NormalizationKernels.Backward(kernels, k.Layer, k.Dx, k.Dy)),
        Row<PReluForward>((kernels, _, k) => PReluKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<PReluBackward>((kernels, _, k) => PReluKernels.Backward(kernels, k.Layer, k.X, k.Dx, k.Dy)),
        Row<PReluWeightGradient>((kernels, _, k) => PReluKernels.WeightGradient(kernels, k.Layer, k.X, k.Dy)),
        Row<ReluForward>((kernels, _, k) => ReluKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<ReluBackward>((kernels, _, k) => ReluKernels.Backward(kernels, k.Layer, k.Y, k.Dx, k.Dy)),
        Row<ResizingForward>((kernels, _, k) => ResizingKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<ResizingBackward>((kernels, _, k) => ResizingKernels.Backward(kernels, k.Layer, k.Dx, k.Dy)),
        Row<SpatialDropoutKernel>((kernels, _, k) => SpatialDropout2DKernels.Apply(kernels, k.Layer, k.From, k.To)),
        Row<SpreadForward>((kernels, _, k) => SpreadGroupsKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<SpreadBackward>((kernels, _, k) => SpreadGroupsKernels.Backward(kernels, k.Layer, k.Dx, k.Dy)),
        Row<StretchForward>((kernels, _, k) => StretchKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<StretchBackward>((kernels, _, k) => StretchKernels.Backward(kernels, k.Layer, k.Dx, k.Dy)),
        Row<RepeatForward>((kernels, _, k) => RepeatChannelsKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<RepeatBackward>((kernels, _, k) => RepeatChannelsKernels.Backward(kernels, k.Layer, k.Dx, k.Dy)),
        Row<RepeatPixelsBackward>((kernels, _, k) => UpSampling2DKernels.RepeatBackward(kernels, k.Layer, k.Dx, k.Dy)),
        Row<RescalingForward>((kernels, _, k) => RescalingKernels.Forward(kernels, k.Layer, k.X, k.Y)),
        Row<RescalingBackward>((kernels, _, k) => RescalingKernels.Backward(kernels, k.Layer, k.Dx, k.Dy)),
        Row<UnitNormalizationForward>((kernels, _, k) => UnitNormalizationKernels.Forward(kernels, k.X, k.Y)),
        Row<UnitNormalizationBackward>((kernels, _, k) => UnitNormalizationKernels.Backward(kernels, k.X, k.Dy, k.Dx)),
    }.ToDictionary(row => row.Kernel, row => row.Add);

    /// <summary>Writes a kernel unless it is there already.</summary>
    /// <param name="kernels">Receives it.</param>
    /// <param name="target">The number of the instruction set.</param>
    /// <param name="kernel">The kernel.</param>
    /// <returns>What to call.</returns>
    /// <exception cref="KeyNotFoundException">Nobody writes kernels of its kind.</exception>
    public static string Add(KernelSet kernels, int target, Kernel kernel) => Table[kernel.GetType()](kernels, target, kernel);

    private static (Type Kernel, Func<KernelSet, int, Kernel, string> Add) Row<T>(Func<KernelSet, int, T, string> add)
        where T : Kernel => (typeof(T), (kernels, target, kernel) => add(kernels, target, (T)kernel));
}
