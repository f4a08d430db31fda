namespace CnnGen.Tests.Networks.Zoo;

/// <summary>
/// Networks whose weights have penalties and constraints, and beside each the same without, which tells what the reference, which knows
/// neither, would tell; and one whose weights start in all ways.
/// </summary>
internal static partial class HeldWeights
{
    // Gradients in rounds, with kernels prepared for both directions, and weights between them that are in none.
    [Input(12, 11, 3)]
    [LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Tanh, KernelRegularizerL2 = 0.02)]
    [Conv2D(19, KernelConstraint = Constraint.MaxNorm, KernelConstraintValue = 0.75, KernelConstraintAxes = [0, 1, 2])]
    [SeparableConv2D(9, DepthwiseConstraint = Constraint.UnitNorm, PointwiseRegularizerL1 = 0.01, BiasRegularizerL1 = 0.03)]
    [BatchNormalization(GammaConstraint = Constraint.MaxNorm, GammaConstraintValue = 1.5, BetaRegularizerL2 = 0.1)]
    [Conv2D(33, KernelConstraint = Constraint.NonNeg, Algorithm = ConvAlgorithm.Winograd4x4, BiasConstraint = Constraint.UnitNorm)]
    [Conv2D(
        17, KernelRegularizerL1 = 0.004, Algorithm = ConvAlgorithm.Winograd2x2, KernelConstraint = Constraint.MinMaxNorm,
        KernelConstraintMinValue = 1.5, KernelConstraintValue = 1.75, KernelConstraintRate = 0.25, KernelConstraintAxes = [0, 1, 2])]
    [PRelu(AlphaRegularizerL1 = 0.02, AlphaConstraint = Constraint.NonNeg)]
    [Conv2D(4, 1, Frozen = true, KernelConstraint = Constraint.UnitNorm)]
    [Flatten]
    [Dense(70, KernelConstraint = Constraint.MaxNorm, BiasConstraint = Constraint.MinMaxNorm, BiasConstraintMinValue = 1)]
    [Dense(10, Activation.Softmax, KernelConstraint = Constraint.UnitNorm, KernelRegularizerL2 = 0)]
    internal sealed partial class Mixed;

    [Input(12, 11, 3)]
    [LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Tanh)]
    [Conv2D(19)]
    [SeparableConv2D(9)]
    [BatchNormalization]
    [Conv2D(33, Algorithm = ConvAlgorithm.Winograd4x4)]
    [Conv2D(17, Algorithm = ConvAlgorithm.Winograd2x2)]
    [PRelu]
    [Conv2D(4, 1, Frozen = true)]
    [Flatten]
    [Dense(70)]
    [Dense(10, Activation.Softmax)]
    internal sealed partial class FreeMixed;

    // Norms over rows, columns and both, of every way in which parameters lie.
    [Input(6, 5, 4)]
    [LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Tanh)]
    [Conv2D(5, KernelConstraint = Constraint.UnitNorm)]
    [Conv2D(18, KernelConstraint = Constraint.MaxNorm, KernelConstraintValue = 0.5, KernelConstraintAxes = [2, -1])]
    [Conv2D(12, Groups = 2, KernelConstraint = Constraint.UnitNorm, KernelConstraintAxes = [1])]
    [DepthwiseConv2D(DepthMultiplier = 2, DepthwiseConstraint = Constraint.UnitNorm, DepthwiseConstraintAxes = [0, 1])]
    [DepthwiseConv2D(DepthwiseConstraint = Constraint.UnitNorm, DepthwiseConstraintAxes = [2])]
    [DepthwiseConv2D(DepthMultiplier = 3, DepthwiseConstraint = Constraint.MaxNorm, DepthwiseConstraintAxes = [-1, 1])]
    [Conv2DTranspose(7, Strides = 2, KernelConstraint = Constraint.UnitNorm, KernelConstraintAxes = [0, 1, 3])]
    [Conv2DTranspose(3, KernelConstraint = Constraint.UnitNorm, KernelConstraintAxes = [1, 2])]
    [LayerNormalization(Axes = [1, 3], GammaConstraint = Constraint.UnitNorm, BetaConstraint = Constraint.NonNeg)]
    [PRelu(SharedAxes = [2], AlphaConstraint = Constraint.MaxNorm, AlphaConstraintValue = 0.1, AlphaConstraintAxes = [2])]
    [Reshape(1, 12, 30)]
    [Conv1D(6, KernelConstraint = Constraint.UnitNorm, KernelConstraintAxes = [0, 1])]
    [Flatten]
    [Dense(21, KernelConstraint = Constraint.UnitNorm, KernelConstraintAxes = [1], BiasConstraint = Constraint.MaxNorm)]
    [Dense(3, KernelConstraint = Constraint.MinMaxNorm, KernelConstraintMinValue = 0.25, KernelConstraintAxes = [0, 1])]
    internal sealed partial class Axes;

    [Input(6, 5, 4)]
    [LayerDefaults(KernelSize = 3, Padding = Padding.Same, Activation = Activation.Tanh)]
    [Conv2D(5)]
    [Conv2D(18)]
    [Conv2D(12, Groups = 2)]
    [DepthwiseConv2D(DepthMultiplier = 2)]
    [DepthwiseConv2D]
    [DepthwiseConv2D(DepthMultiplier = 3)]
    [Conv2DTranspose(7, Strides = 2)]
    [Conv2DTranspose(3)]
    [LayerNormalization(Axes = [1, 3])]
    [PRelu(SharedAxes = [2])]
    [Reshape(1, 12, 30)]
    [Conv1D(6)]
    [Flatten]
    [Dense(21)]
    [Dense(3)]
    internal sealed partial class FreeAxes;

    [Input(12, 12, 8)]
    [Conv2D(64, 3, KernelInitializer = Initializer.LecunUniform, BiasInitializer = Initializer.Ones)]
    [Conv2D(32, 3, KernelInitializer = Initializer.LecunNormal, BiasInitializer = Initializer.Constant, BiasInitializerValue = -0.25)]
    [Conv2D(32, 3, KernelInitializer = Initializer.RandomNormal, KernelInitializerValue = 0.02)]
    [BatchNormalization(GammaInitializer = Initializer.RandomUniform, GammaInitializerValue = 0.5, BetaInitializer = Initializer.Ones)]
    [Conv2D(40, 3, KernelInitializer = Initializer.TruncatedNormal)]
    [PRelu(SharedAxes = [1, 2], AlphaInitializer = Initializer.Constant, AlphaInitializerValue = 0.25)]
    [Conv2D(50, 1, KernelInitializer = Initializer.Orthogonal, KernelInitializerValue = 2)]
    [Conv2DTranspose(7, 3, KernelInitializer = Initializer.Orthogonal)]
    [Flatten]
    [Dense(20, KernelInitializer = Initializer.RandomUniform, BiasInitializer = Initializer.RandomNormal, BiasInitializerMean = 3)]
    [Dense(8, KernelInitializer = Initializer.Identity, KernelInitializerValue = 0.5)]
    [Dense(5, KernelInitializer = Initializer.Zeros, BiasInitializer = Initializer.LecunUniform)]
    internal sealed partial class EveryOtherInitializer;
}
