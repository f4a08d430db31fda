namespace CnnGen
{
    public enum Activation
    {
        Linear = 0,
        Relu = 1,
        Softmax = 2,
        Sigmoid = 3,
        Tanh = 4,
        Relu6 = 5,
        LeakyRelu = 6,
        Elu = 7,
        Selu = 8,
        Celu = 9,
        Gelu = 10,
        GeluTanh = 11,
        Silu = 12,
        Mish = 13,
        Softplus = 14,
        Softsign = 15,
        HardSigmoid = 16,
        HardSwish = 17,
        HardTanh = 18,
        Exponential = 19,
        LogSoftmax = 20,
    }
    public sealed class ActivationAttribute : CnnGen.LayerAttribute
    {
        public ActivationAttribute(CnnGen.Activation function) { }
        public CnnGen.Activation Function { get; }
    }
    public sealed class ActivityRegularizationAttribute : CnnGen.LayerAttribute
    {
        public ActivityRegularizationAttribute() { }
        public double L1 { get; init; }
        public double L2 { get; init; }
    }
    public sealed class AddAttribute : CnnGen.LayerAttribute
    {
        public AddAttribute(params string[] others) { }
        public System.Collections.Generic.IReadOnlyList<string> Others { get; }
    }
    public readonly struct AlgorithmCandidate : System.IEquatable<CnnGen.AlgorithmCandidate>
    {
        public AlgorithmCandidate(string Algorithm, double RelativeCost) { }
        public string Algorithm { get; init; }
        public double RelativeCost { get; init; }
    }
    public sealed class AlphaDropoutAttribute : CnnGen.LayerAttribute
    {
        public AlphaDropoutAttribute(double rate) { }
        public double Rate { get; }
    }
    public abstract class AlphaLayerAttribute : CnnGen.LayerAttribute
    {
        public CnnGen.Constraint AlphaConstraint { get; init; }
        public int[] AlphaConstraintAxes { get; init; }
        public double AlphaConstraintMinValue { get; init; }
        public double AlphaConstraintRate { get; init; }
        public double AlphaConstraintValue { get; init; }
        public CnnGen.Initializer AlphaInitializer { get; init; }
        public double AlphaInitializerMean { get; init; }
        public double AlphaInitializerValue { get; init; }
        public double AlphaRegularizerL1 { get; init; }
        public double AlphaRegularizerL2 { get; init; }
    }
    public sealed class AverageAttribute : CnnGen.LayerAttribute
    {
        public AverageAttribute(params string[] others) { }
        public System.Collections.Generic.IReadOnlyList<string> Others { get; }
    }
    public class AveragePool1DAttribute : CnnGen.LayerAttribute
    {
        public AveragePool1DAttribute(int poolSize = 2) { }
        public CnnGen.Padding Padding { get; init; }
        public int PoolSize { get; init; }
        public int Strides { get; init; }
    }
    public class AveragePool2DAttribute : CnnGen.LayerAttribute
    {
        public AveragePool2DAttribute(int poolSize = 2) { }
        public AveragePool2DAttribute(int poolHeight, int poolWidth) { }
        public CnnGen.Padding Padding { get; init; }
        public int PoolHeight { get; }
        public int PoolSize { get; init; }
        public int PoolWidth { get; }
        public int StrideHeight { get; init; }
        public int StrideWidth { get; init; }
        public int Strides { get; init; }
    }
    public sealed class AveragePooling1DAttribute : CnnGen.AveragePool1DAttribute
    {
        public AveragePooling1DAttribute(int poolSize = 2) { }
    }
    public sealed class AveragePooling2DAttribute : CnnGen.AveragePool2DAttribute
    {
        public AveragePooling2DAttribute(int poolSize = 2) { }
        public AveragePooling2DAttribute(int poolHeight, int poolWidth) { }
    }
    public sealed class AxisView : System.IEquatable<CnnGen.AxisView>
    {
        public AxisView(int Step, int Before, int After, int Divisor) { }
        public int After { get; init; }
        public int Before { get; init; }
        public int Divisor { get; init; }
        public int Step { get; init; }
    }
    public sealed class BatchNormalizationAttribute : CnnGen.GammaBetaLayerAttribute
    {
        public BatchNormalizationAttribute() { }
        public bool Center { get; init; }
        public double Epsilon { get; init; }
        public double Momentum { get; init; }
        public bool Scale { get; init; }
    }
    public abstract class BiasLayerAttribute : CnnGen.LayerAttribute
    {
        public double ActivityRegularizerL1 { get; init; }
        public double ActivityRegularizerL2 { get; init; }
        public CnnGen.Constraint BiasConstraint { get; init; }
        public double BiasConstraintMinValue { get; init; }
        public double BiasConstraintRate { get; init; }
        public double BiasConstraintValue { get; init; }
        public CnnGen.Initializer BiasInitializer { get; init; }
        public double BiasInitializerMean { get; init; }
        public double BiasInitializerValue { get; init; }
        public double BiasRegularizerL1 { get; init; }
        public double BiasRegularizerL2 { get; init; }
    }
    public static class Block
    {
        public const int Channels = 1039;
        public const int Expansion = 1021;
        public const int Filters = 1009;
        public const int KernelSize = 1013;
        public const double Rate = 0.1033D;
        public const int Strides = 1019;
        public const int Units = 1031;
    }
    public sealed class BlockAttribute : CnnGen.LayerAttribute
    {
        public BlockAttribute(System.Type type) { }
        public int Expansion { get; init; }
        public int Filters { get; init; }
        public int KernelSize { get; init; }
        public double Rate { get; init; }
        public int Repeat { get; init; }
        public int Strides { get; init; }
        public System.Type Type { get; }
        public int Units { get; init; }
    }
    [System.AttributeUsage(System.AttributeTargets.Class, Inherited=false)]
    [System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
    public sealed class BlockInputAttribute : System.Attribute
    {
        public BlockInputAttribute() { }
    }
    public sealed class CenterCropAttribute : CnnGen.LayerAttribute
    {
        public CenterCropAttribute(int height, int width) { }
        public int Height { get; }
        public int Width { get; }
    }
    public abstract class CompiledNetwork : CnnGen.INetwork, System.IDisposable
    {
        protected CompiledNetwork(CnnGen.NetworkInfo info, int seed, CnnGen.Runtime.InstructionSet[] emitted, CnnGen.Runtime.InstructionSet? instructionSet) { }
        public CnnGen.NetworkInfo Info { get; }
        public CnnGen.Runtime.InstructionSet InstructionSet { get; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.Parameter> Parameters { get; }
        public int Threads { get; set; }
        public void Adapt(CnnGen.Data.IImageSource images) { }
        public void Backward(System.ReadOnlySpan<float> outputGradients) { }
        protected abstract CnnGen.Runtime.NetworkCode CodeFor(CnnGen.Runtime.InstructionSet instructionSet);
        protected virtual CnnGen.CompiledNetwork? CreateInspection() { }
        public CnnGen.Predictor CreatePredictor(int threads = 1) { }
        public void Dispose() { }
        protected virtual void Dispose(bool disposing) { }
        public void Forward(System.ReadOnlySpan<float> images, System.Span<float> outputs) { }
        public CnnGen.NetworkInspector Inspect() { }
        public void Load(string path, bool verify = false) { }
        public void Load(System.IO.Stream safetensors, string source = "the stream", bool verify = false) { }
        public void Load(System.ReadOnlySpan<byte> safetensors, string source = "the weights in memory", bool verify = false) { }
        public CnnGen.Training.TrainingState LoadCheckpoint(string path, CnnGen.Training.Optimizer optimizer) { }
        protected void LoadEmbeddedWeights(string name, System.Reflection.Assembly assembly, bool verify = false) { }
        protected void LoadWeights(string name, bool verify = false) { }
        public void Predict(System.ReadOnlySpan<byte> images, System.Span<float> outputs) { }
        public void Predict(System.ReadOnlySpan<float> images, System.Span<float> outputs) { }
        protected unsafe void Predict(System.ReadOnlySpan<byte> images, System.Span<float> outputs, float** furtherOutputs, System.ReadOnlySpan<int> lengths) { }
        protected unsafe void Predict(System.ReadOnlySpan<float> images, System.Span<float> outputs, float** furtherOutputs, System.ReadOnlySpan<int> lengths) { }
        public void ResetOptimizer() { }
        public void Save(string path, CnnGen.WeightFormat format = 0, bool withAnswer = false) { }
        public void SaveCheckpoint(string path, CnnGen.Training.TrainingState? state = null) { }
        public void Step(CnnGen.Training.Optimizer optimizer) { }
        public string Summary() { }
        public string Summary(bool detailed) { }
        public CnnGen.Training.BatchResult TrainBatch(System.ReadOnlySpan<byte> images, System.ReadOnlySpan<int> labels, CnnGen.Training.Optimizer optimizer) { }
        public CnnGen.Training.BatchResult TrainBatch(System.ReadOnlySpan<float> images, System.ReadOnlySpan<int> labels, CnnGen.Training.Optimizer optimizer) { }
        public CnnGen.Training.BatchResult TrainBatch(System.ReadOnlySpan<byte> images, CnnGen.Training.Targets targets, CnnGen.Training.Loss loss, CnnGen.Training.Optimizer optimizer, System.ReadOnlySpan<CnnGen.Training.Metric> metrics = default) { }
        public CnnGen.Training.BatchResult TrainBatch(System.ReadOnlySpan<float> images, CnnGen.Training.Targets targets, CnnGen.Training.Loss loss, CnnGen.Training.Optimizer optimizer, System.ReadOnlySpan<CnnGen.Training.Metric> metrics = default) { }
    }
    public sealed class ConcatenateAttribute : CnnGen.LayerAttribute
    {
        public ConcatenateAttribute(params string[] others) { }
        public System.Collections.Generic.IReadOnlyList<string> Others { get; }
    }
    public sealed class ConstantValue : CnnGen.InitialValue, System.IEquatable<CnnGen.ConstantValue>
    {
        public ConstantValue(float Value) { }
        public float Value { get; init; }
    }
    public enum Constraint
    {
        None = 0,
        MaxNorm = 1,
        NonNeg = 2,
        UnitNorm = 3,
        MinMaxNorm = 4,
    }
    public sealed class ConstraintInfo : System.IEquatable<CnnGen.ConstraintInfo>
    {
        public ConstraintInfo(CnnGen.Constraint Constraint, double Value, System.Collections.Generic.IReadOnlyList<int> Axes) { }
        public System.Collections.Generic.IReadOnlyList<int> Axes { get; init; }
        public CnnGen.Constraint Constraint { get; init; }
        public double MinValue { get; init; }
        public double Rate { get; init; }
        public double Value { get; init; }
    }
    public sealed class Conv1DAttribute : CnnGen.KernelLayerAttribute
    {
        public Conv1DAttribute(int filters) { }
        public Conv1DAttribute(int filters, int kernelSize) { }
        public CnnGen.Activation Activation { get; init; }
        public int Dilation { get; init; }
        public int Filters { get; }
        public int Groups { get; init; }
        public int KernelSize { get; init; }
        public CnnGen.Padding Padding { get; init; }
        public int Strides { get; init; }
        public bool UseBias { get; init; }
    }
    public sealed class Conv2DAttribute : CnnGen.KernelLayerAttribute
    {
        public Conv2DAttribute(int filters) { }
        public Conv2DAttribute(int filters, int kernelSize) { }
        public Conv2DAttribute(int filters, int kernelHeight, int kernelWidth) { }
        public CnnGen.Activation Activation { get; init; }
        public CnnGen.ConvAlgorithm Algorithm { get; init; }
        public int Dilation { get; init; }
        public int DilationHeight { get; init; }
        public int DilationWidth { get; init; }
        public int Filters { get; }
        public int Groups { get; init; }
        public int KernelHeight { get; }
        public int KernelSize { get; init; }
        public int KernelWidth { get; }
        public CnnGen.Padding Padding { get; init; }
        public int StrideHeight { get; init; }
        public int StrideWidth { get; init; }
        public int Strides { get; init; }
        public bool UseBias { get; init; }
    }
    public sealed class Conv2DTransposeAttribute : CnnGen.KernelLayerAttribute
    {
        public Conv2DTransposeAttribute(int filters) { }
        public Conv2DTransposeAttribute(int filters, int kernelSize) { }
        public Conv2DTransposeAttribute(int filters, int kernelHeight, int kernelWidth) { }
        public CnnGen.Activation Activation { get; init; }
        public int Filters { get; }
        public int KernelHeight { get; }
        public int KernelSize { get; init; }
        public int KernelWidth { get; }
        public int OutputPadding { get; init; }
        public CnnGen.Padding Padding { get; init; }
        public int StrideHeight { get; init; }
        public int StrideWidth { get; init; }
        public int Strides { get; init; }
        public bool UseBias { get; init; }
    }
    public enum ConvAlgorithm
    {
        Auto = 0,
        Direct = 1,
        Winograd2x2 = 2,
        Winograd4x4 = 3,
    }
    public sealed class Cropping1DAttribute : CnnGen.LayerAttribute
    {
        public Cropping1DAttribute(int cropping = 1) { }
        public Cropping1DAttribute(int left, int right) { }
        public int Left { get; }
        public int Right { get; }
    }
    public sealed class Cropping2DAttribute : CnnGen.LayerAttribute
    {
        public Cropping2DAttribute(int cropping) { }
        public Cropping2DAttribute(int height, int width) { }
        public Cropping2DAttribute(int top, int bottom, int left, int right) { }
        public int Bottom { get; }
        public int Left { get; }
        public int Right { get; }
        public int Top { get; }
    }
    public sealed class DenseAttribute : CnnGen.KernelLayerAttribute
    {
        public DenseAttribute(int units) { }
        public DenseAttribute(int units, CnnGen.Activation activation) { }
        public CnnGen.Activation Activation { get; init; }
        public int Units { get; }
        public bool UseBias { get; init; }
    }
    public sealed class DepthMaxPoolAttribute : CnnGen.LayerAttribute
    {
        public DepthMaxPoolAttribute(int poolSize) { }
        public int PoolSize { get; }
    }
    public sealed class DepthToSpaceAttribute : CnnGen.LayerAttribute
    {
        public DepthToSpaceAttribute(int blockSize) { }
        public int BlockSize { get; }
    }
    public sealed class DepthwiseConv1DAttribute : CnnGen.DepthwiseLayerAttribute
    {
        public DepthwiseConv1DAttribute() { }
        public DepthwiseConv1DAttribute(int kernelSize) { }
        public CnnGen.Activation Activation { get; init; }
        public int DepthMultiplier { get; init; }
        public int Dilation { get; init; }
        public int KernelSize { get; init; }
        public CnnGen.Padding Padding { get; init; }
        public int Strides { get; init; }
        public bool UseBias { get; init; }
    }
    public sealed class DepthwiseConv2DAttribute : CnnGen.DepthwiseLayerAttribute
    {
        public DepthwiseConv2DAttribute() { }
        public DepthwiseConv2DAttribute(int kernelSize) { }
        public DepthwiseConv2DAttribute(int kernelHeight, int kernelWidth) { }
        public CnnGen.Activation Activation { get; init; }
        public int DepthMultiplier { get; init; }
        public int Dilation { get; init; }
        public int DilationHeight { get; init; }
        public int DilationWidth { get; init; }
        public int KernelHeight { get; }
        public int KernelSize { get; init; }
        public int KernelWidth { get; }
        public CnnGen.Padding Padding { get; init; }
        public int StrideHeight { get; init; }
        public int StrideWidth { get; init; }
        public int Strides { get; init; }
        public bool UseBias { get; init; }
    }
    public abstract class DepthwiseLayerAttribute : CnnGen.BiasLayerAttribute
    {
        public CnnGen.Constraint DepthwiseConstraint { get; init; }
        public int[] DepthwiseConstraintAxes { get; init; }
        public double DepthwiseConstraintMinValue { get; init; }
        public double DepthwiseConstraintRate { get; init; }
        public double DepthwiseConstraintValue { get; init; }
        public CnnGen.Initializer DepthwiseInitializer { get; init; }
        public double DepthwiseInitializerMean { get; init; }
        public double DepthwiseInitializerValue { get; init; }
        public double DepthwiseRegularizerL1 { get; init; }
        public double DepthwiseRegularizerL2 { get; init; }
    }
    public sealed class DrawnValue : CnnGen.InitialValue, System.IEquatable<CnnGen.DrawnValue>
    {
        public DrawnValue(CnnGen.Initializer Initializer, int FanIn, int FanOut) { }
        public int FanIn { get; init; }
        public int FanOut { get; init; }
        public CnnGen.Initializer Initializer { get; init; }
        public double Mean { get; init; }
        public double Value { get; init; }
    }
    public sealed class DropoutAttribute : CnnGen.LayerAttribute
    {
        public DropoutAttribute(double rate) { }
        public double Rate { get; }
    }
    public sealed class ELUAttribute : CnnGen.EluAttribute
    {
        public ELUAttribute(double alpha = 1) { }
    }
    public class EluAttribute : CnnGen.LayerAttribute
    {
        public EluAttribute(double alpha = 1) { }
        public double Alpha { get; }
    }
    public sealed class FlattenAttribute : CnnGen.LayerAttribute
    {
        public FlattenAttribute() { }
    }
    public abstract class GammaBetaLayerAttribute : CnnGen.LayerAttribute
    {
        public CnnGen.Constraint BetaConstraint { get; init; }
        public double BetaConstraintMinValue { get; init; }
        public double BetaConstraintRate { get; init; }
        public double BetaConstraintValue { get; init; }
        public CnnGen.Initializer BetaInitializer { get; init; }
        public double BetaInitializerMean { get; init; }
        public double BetaInitializerValue { get; init; }
        public double BetaRegularizerL1 { get; init; }
        public double BetaRegularizerL2 { get; init; }
        public CnnGen.Constraint GammaConstraint { get; init; }
        public double GammaConstraintMinValue { get; init; }
        public double GammaConstraintRate { get; init; }
        public double GammaConstraintValue { get; init; }
        public CnnGen.Initializer GammaInitializer { get; init; }
        public double GammaInitializerMean { get; init; }
        public double GammaInitializerValue { get; init; }
        public double GammaRegularizerL1 { get; init; }
        public double GammaRegularizerL2 { get; init; }
    }
    public sealed class GaussianDropoutAttribute : CnnGen.LayerAttribute
    {
        public GaussianDropoutAttribute(double rate) { }
        public double Rate { get; }
    }
    public sealed class GaussianNoiseAttribute : CnnGen.LayerAttribute
    {
        public GaussianNoiseAttribute(double stddev) { }
        public double Stddev { get; }
    }
    public class GlobalAveragePool1DAttribute : CnnGen.LayerAttribute
    {
        public GlobalAveragePool1DAttribute() { }
        public bool KeepDims { get; init; }
    }
    public class GlobalAveragePool2DAttribute : CnnGen.LayerAttribute
    {
        public GlobalAveragePool2DAttribute() { }
        public bool KeepDims { get; init; }
    }
    public sealed class GlobalAveragePooling1DAttribute : CnnGen.GlobalAveragePool1DAttribute
    {
        public GlobalAveragePooling1DAttribute() { }
    }
    public sealed class GlobalAveragePooling2DAttribute : CnnGen.GlobalAveragePool2DAttribute
    {
        public GlobalAveragePooling2DAttribute() { }
    }
    public class GlobalMaxPool1DAttribute : CnnGen.LayerAttribute
    {
        public GlobalMaxPool1DAttribute() { }
        public bool KeepDims { get; init; }
    }
    public class GlobalMaxPool2DAttribute : CnnGen.LayerAttribute
    {
        public GlobalMaxPool2DAttribute() { }
        public bool KeepDims { get; init; }
    }
    public sealed class GlobalMaxPooling1DAttribute : CnnGen.GlobalMaxPool1DAttribute
    {
        public GlobalMaxPooling1DAttribute() { }
    }
    public sealed class GlobalMaxPooling2DAttribute : CnnGen.GlobalMaxPool2DAttribute
    {
        public GlobalMaxPooling2DAttribute() { }
    }
    public sealed class GroupNormalizationAttribute : CnnGen.GammaBetaLayerAttribute
    {
        public GroupNormalizationAttribute() { }
        public bool Center { get; init; }
        public double Epsilon { get; init; }
        public int Groups { get; init; }
        public bool Scale { get; init; }
    }
    public interface INetwork : System.IDisposable
    {
        CnnGen.NetworkInfo Info { get; }
        CnnGen.Runtime.InstructionSet InstructionSet { get; }
        System.Collections.Generic.IReadOnlyList<CnnGen.Parameter> Parameters { get; }
        int Threads { get; set; }
        void Adapt(CnnGen.Data.IImageSource images);
        void Backward(System.ReadOnlySpan<float> outputGradients);
        void Forward(System.ReadOnlySpan<float> images, System.Span<float> outputs);
        void Load(string path, bool verify = false);
        void Load(System.IO.Stream safetensors, string source = "the stream", bool verify = false);
        void Load(System.ReadOnlySpan<byte> safetensors, string source = "the weights in memory", bool verify = false);
        CnnGen.Training.TrainingState LoadCheckpoint(string path, CnnGen.Training.Optimizer optimizer);
        void Predict(System.ReadOnlySpan<byte> images, System.Span<float> outputs);
        void Predict(System.ReadOnlySpan<float> images, System.Span<float> outputs);
        void ResetOptimizer();
        void Save(string path, CnnGen.WeightFormat format = 0, bool withAnswer = false);
        void SaveCheckpoint(string path, CnnGen.Training.TrainingState? state = null);
        void Step(CnnGen.Training.Optimizer optimizer);
        string Summary();
        string Summary(bool detailed);
        CnnGen.Training.BatchResult TrainBatch(System.ReadOnlySpan<byte> images, System.ReadOnlySpan<int> labels, CnnGen.Training.Optimizer optimizer);
        CnnGen.Training.BatchResult TrainBatch(System.ReadOnlySpan<float> images, System.ReadOnlySpan<int> labels, CnnGen.Training.Optimizer optimizer);
        CnnGen.Training.BatchResult TrainBatch(System.ReadOnlySpan<byte> images, CnnGen.Training.Targets targets, CnnGen.Training.Loss loss, CnnGen.Training.Optimizer optimizer, System.ReadOnlySpan<CnnGen.Training.Metric> metrics = default);
        CnnGen.Training.BatchResult TrainBatch(System.ReadOnlySpan<float> images, CnnGen.Training.Targets targets, CnnGen.Training.Loss loss, CnnGen.Training.Optimizer optimizer, System.ReadOnlySpan<CnnGen.Training.Metric> metrics = default);
    }
    public abstract class InitialValue : System.IEquatable<CnnGen.InitialValue> { }
    public enum Initializer
    {
        GlorotUniform = 0,
        GlorotNormal = 1,
        HeUniform = 2,
        HeNormal = 3,
        LecunUniform = 4,
        LecunNormal = 5,
        Orthogonal = 6,
        Identity = 7,
        Zeros = 8,
        Ones = 9,
        Constant = 10,
        RandomNormal = 11,
        TruncatedNormal = 12,
        RandomUniform = 13,
    }
    public sealed class InputAttribute : CnnGen.LayerAttribute
    {
        public InputAttribute(int length, int channels) { }
        public InputAttribute(int height, int width, int channels) { }
        public int Channels { get; }
        public int Height { get; }
        public int Width { get; }
    }
    [System.AttributeUsage(System.AttributeTargets.Class, Inherited=false)]
    [System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
    public sealed class InspectableAttribute : System.Attribute
    {
        public InspectableAttribute() { }
    }
    public enum Interpolation
    {
        Bilinear = 0,
        Nearest = 1,
    }
    public abstract class KernelLayerAttribute : CnnGen.BiasLayerAttribute
    {
        public CnnGen.Constraint KernelConstraint { get; init; }
        public int[] KernelConstraintAxes { get; init; }
        public double KernelConstraintMinValue { get; init; }
        public double KernelConstraintRate { get; init; }
        public double KernelConstraintValue { get; init; }
        public CnnGen.Initializer KernelInitializer { get; init; }
        public double KernelInitializerMean { get; init; }
        public double KernelInitializerValue { get; init; }
        public double KernelRegularizerL1 { get; init; }
        public double KernelRegularizerL2 { get; init; }
    }
    [System.AttributeUsage(System.AttributeTargets.Class, AllowMultiple=true, Inherited=false)]
    [System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
    public abstract class LayerAttribute : System.Attribute
    {
        protected LayerAttribute() { }
        public string? From { get; init; }
        public bool Frozen { get; init; }
        public string? Name { get; init; }
    }
    public sealed class LayerChoice : System.IEquatable<CnnGen.LayerChoice>
    {
        public LayerChoice(CnnGen.LayerDirection Direction, string Algorithm, System.Collections.Generic.IReadOnlyList<CnnGen.AlgorithmCandidate> Candidates, System.Collections.Generic.IReadOnlyList<CnnGen.RegisterTile> Tiles) { }
        public string Algorithm { get; init; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.AlgorithmCandidate> Candidates { get; init; }
        public CnnGen.LayerDirection Direction { get; init; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.RegisterTile> Tiles { get; init; }
    }
    [System.AttributeUsage(System.AttributeTargets.Class, AllowMultiple=true, Inherited=false)]
    [System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
    public sealed class LayerDefaultsAttribute : System.Attribute
    {
        public LayerDefaultsAttribute() { }
        public CnnGen.Activation Activation { get; init; }
        public double ActivityRegularizerL1 { get; init; }
        public double ActivityRegularizerL2 { get; init; }
        public CnnGen.ConvAlgorithm Algorithm { get; init; }
        public CnnGen.Constraint BiasConstraint { get; init; }
        public double BiasConstraintMinValue { get; init; }
        public double BiasConstraintRate { get; init; }
        public double BiasConstraintValue { get; init; }
        public CnnGen.Initializer BiasInitializer { get; init; }
        public double BiasInitializerMean { get; init; }
        public double BiasInitializerValue { get; init; }
        public double BiasRegularizerL1 { get; init; }
        public double BiasRegularizerL2 { get; init; }
        public CnnGen.Constraint KernelConstraint { get; init; }
        public int[] KernelConstraintAxes { get; init; }
        public double KernelConstraintMinValue { get; init; }
        public double KernelConstraintRate { get; init; }
        public double KernelConstraintValue { get; init; }
        public CnnGen.Initializer KernelInitializer { get; init; }
        public double KernelInitializerMean { get; init; }
        public double KernelInitializerValue { get; init; }
        public double KernelRegularizerL1 { get; init; }
        public double KernelRegularizerL2 { get; init; }
        public int KernelSize { get; init; }
        public CnnGen.Padding Padding { get; init; }
        public int Strides { get; init; }
        public bool UseBias { get; init; }
    }
    public enum LayerDirection
    {
        Forward = 0,
        InputGradient = 1,
        WeightGradient = 2,
    }
    public sealed class LayerInfo : System.IEquatable<CnnGen.LayerInfo>
    {
        public LayerInfo(string Name, string Kind, System.Collections.Generic.IReadOnlyList<int> OutputShape, int ParameterCount, long MultiplyAdds, [System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "Height",
                "Width"})] System.ValueTuple<int, int> ReceptiveField, string Algorithm, long OutputBytes) { }
        public CnnGen.Activation? Activation { get; init; }
        public string Algorithm { get; init; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.LayerChoice> Choices { get; init; }
        public CnnGen.AxisView? Columns { get; init; }
        public bool Frozen { get; init; }
        public string Kind { get; init; }
        public long MultiplyAdds { get; init; }
        public string Name { get; init; }
        public long OutputBytes { get; init; }
        public System.Collections.Generic.IReadOnlyList<int> OutputShape { get; init; }
        public int ParameterCount { get; init; }
        public System.Collections.Generic.IReadOnlyList<string> Reads { get; init; }
        [System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "Height",
                "Width"})]
        public System.ValueTuple<int, int> ReceptiveField { get; init; }
        public CnnGen.AxisView? Rows { get; init; }
    }
    public sealed class LayerNormalizationAttribute : CnnGen.GammaBetaLayerAttribute
    {
        public LayerNormalizationAttribute() { }
        public int[] Axes { get; init; }
        public int Axis { get; init; }
        public bool Center { get; init; }
        public double Epsilon { get; init; }
        public bool Scale { get; init; }
    }
    public sealed class LayerValues
    {
        public int Count { get; }
        public System.ReadOnlySpan<float> this[int layer] { get; }
        public System.ReadOnlySpan<float> this[string layer] { get; }
    }
    public sealed class LeakyReLUAttribute : CnnGen.LeakyReluAttribute
    {
        public LeakyReLUAttribute(double negativeSlope = 0.3) { }
    }
    public class LeakyReluAttribute : CnnGen.LayerAttribute
    {
        public LeakyReluAttribute(double negativeSlope = 0.3) { }
        public double NegativeSlope { get; }
    }
    public sealed class LogSoftmaxAttribute : CnnGen.LayerAttribute
    {
        public LogSoftmaxAttribute() { }
        public int[] Axes { get; init; }
        public int Axis { get; init; }
    }
    public class MaxPool1DAttribute : CnnGen.LayerAttribute
    {
        public MaxPool1DAttribute(int poolSize = 2) { }
        public CnnGen.Padding Padding { get; init; }
        public int PoolSize { get; init; }
        public int Strides { get; init; }
    }
    public class MaxPool2DAttribute : CnnGen.LayerAttribute
    {
        public MaxPool2DAttribute(int poolSize = 2) { }
        public MaxPool2DAttribute(int poolHeight, int poolWidth) { }
        public CnnGen.Padding Padding { get; init; }
        public int PoolHeight { get; }
        public int PoolSize { get; init; }
        public int PoolWidth { get; }
        public int StrideHeight { get; init; }
        public int StrideWidth { get; init; }
        public int Strides { get; init; }
    }
    public sealed class MaxPooling1DAttribute : CnnGen.MaxPool1DAttribute
    {
        public MaxPooling1DAttribute(int poolSize = 2) { }
    }
    public sealed class MaxPooling2DAttribute : CnnGen.MaxPool2DAttribute
    {
        public MaxPooling2DAttribute(int poolSize = 2) { }
        public MaxPooling2DAttribute(int poolHeight, int poolWidth) { }
    }
    public sealed class MaximumAttribute : CnnGen.LayerAttribute
    {
        public MaximumAttribute(params string[] others) { }
        public System.Collections.Generic.IReadOnlyList<string> Others { get; }
    }
    public sealed class MemoryPlan : System.IEquatable<CnnGen.MemoryPlan>
    {
        public MemoryPlan(int TrainableFloats, int WeightFloats, int ForwardKernelFloats, int BackwardKernelFloats, int InferenceImageFloats, int TrainingImageFloats, int InferenceChunk, int TrainingChunk, int ScratchFloats, int RoundFloats, System.Collections.Generic.IReadOnlyList<CnnGen.Runtime.GradientRounds> GradientRounds) { }
        public int BackwardKernelFloats { get; init; }
        public int BatchFloats { get; init; }
        public int ForwardKernelFloats { get; init; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.Runtime.GradientRounds> GradientRounds { get; init; }
        public int InferenceChunk { get; init; }
        public int InferenceImageFloats { get; init; }
        public int RoundFloats { get; init; }
        public int ScratchFloats { get; init; }
        public int TrainableFloats { get; init; }
        public int TrainingChunk { get; init; }
        public int TrainingImageFloats { get; init; }
        public int WeightFloats { get; init; }
        public long InferenceBytes(int threads) { }
        public long InferenceBytes(int threads, int images) { }
        public long TrainingBytes(int batchSize, int threads) { }
    }
    public sealed class MinimumAttribute : CnnGen.LayerAttribute
    {
        public MinimumAttribute(params string[] others) { }
        public System.Collections.Generic.IReadOnlyList<string> Others { get; }
    }
    public sealed class MultiplyAttribute : CnnGen.LayerAttribute
    {
        public MultiplyAttribute(params string[] others) { }
        public System.Collections.Generic.IReadOnlyList<string> Others { get; }
    }
    [System.AttributeUsage(System.AttributeTargets.Class, Inherited=false)]
    [System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
    public sealed class NativeExportAttribute : System.Attribute
    {
        public NativeExportAttribute(string? prefix = null) { }
        public string? Prefix { get; }
    }
    public sealed class NetworkInfo : System.IEquatable<CnnGen.NetworkInfo>
    {
        public NetworkInfo(string Name, System.Collections.Generic.IReadOnlyList<int> InputShape, System.Collections.Generic.IReadOnlyList<int> OutputShape, System.Collections.Generic.IReadOnlyList<CnnGen.LayerInfo> Layers, System.Collections.Generic.IReadOnlyList<CnnGen.ParameterInfo> Parameters, CnnGen.MemoryPlan Memory, bool AcceptsBytes, CnnGen.NormalizationInfo? Normalization) { }
        public bool AcceptsBytes { get; init; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.OutputInfo> FurtherOutputs { get; init; }
        public System.Collections.Generic.IReadOnlyList<int> InputShape { get; init; }
        public int InputSize { get; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.LayerInfo> Layers { get; init; }
        public CnnGen.MemoryPlan Memory { get; init; }
        public string Name { get; init; }
        public CnnGen.NormalizationInfo? Normalization { get; init; }
        public CnnGen.Activation? OutputActivation { get; init; }
        public System.Collections.Generic.IReadOnlyList<int> OutputShape { get; init; }
        public int OutputSize { get; }
        public int ParameterCount { get; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.ParameterInfo> Parameters { get; init; }
        public int IndexOfLayer(string layer) { }
    }
    public sealed class NetworkInspector : System.IDisposable
    {
        public CnnGen.NetworkInfo Info { get; }
        public CnnGen.LayerValues LastActivations { get; }
        public CnnGen.Activation ActivationOf(string layer) { }
        public CnnGen.LayerValues Activations(System.ReadOnlySpan<byte> images) { }
        public CnnGen.LayerValues Activations(System.ReadOnlySpan<float> images) { }
        public void Dispose() { }
        public CnnGen.LayerValues Gradients(System.ReadOnlySpan<float> image, int output) { }
        public CnnGen.LayerValues Gradients(System.ReadOnlySpan<float> image, string layer, System.ReadOnlySpan<float> weights) { }
        public CnnGen.LayerValues Gradients(System.ReadOnlySpan<float> image, string layer, int value) { }
        public CnnGen.PixelRectangle ReceptiveField(string layer, int row, int column) { }
        public void Refresh() { }
    }
    public sealed class NormalizationAttribute : CnnGen.LayerAttribute
    {
        public NormalizationAttribute(CnnGen.NormalizationAxis axis = 0) { }
        public CnnGen.NormalizationAxis Axis { get; }
    }
    public enum NormalizationAxis
    {
        Element = 0,
        Channel = 1,
    }
    public sealed class NormalizationInfo : System.IEquatable<CnnGen.NormalizationInfo>
    {
        public NormalizationInfo(CnnGen.NormalizationAxis Axis, double Scale, double Offset, int MeanOffset, int VarianceOffset, int FactorOffset, int ShiftOffset, int Count) { }
        public CnnGen.NormalizationAxis Axis { get; init; }
        public int Count { get; init; }
        public int FactorOffset { get; init; }
        public int MeanOffset { get; init; }
        public double Offset { get; init; }
        public double Scale { get; init; }
        public int ShiftOffset { get; init; }
        public int VarianceOffset { get; init; }
    }
    [System.AttributeUsage(System.AttributeTargets.Class, AllowMultiple=true, Inherited=false)]
    [System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
    public sealed class OutputAttribute : System.Attribute
    {
        public OutputAttribute(string layer) { }
        public string Layer { get; }
    }
    public sealed class OutputInfo : System.IEquatable<CnnGen.OutputInfo>
    {
        public OutputInfo(string Name, System.Collections.Generic.IReadOnlyList<int> Shape) { }
        public string Name { get; init; }
        public System.Collections.Generic.IReadOnlyList<int> Shape { get; init; }
        public int Size { get; }
    }
    public sealed class PReLUAttribute : CnnGen.PReluAttribute
    {
        public PReLUAttribute() { }
    }
    public class PReluAttribute : CnnGen.AlphaLayerAttribute
    {
        public PReluAttribute() { }
        public int[] SharedAxes { get; init; }
    }
    public enum Padding
    {
        Valid = 0,
        Same = 1,
        Causal = 2,
    }
    public sealed class Parameter
    {
        public int Count { get; }
        public CnnGen.ParameterInfo Info { get; }
        public string Name { get; }
        public System.Collections.Generic.IReadOnlyList<int> Shape { get; }
        public bool Trainable { get; }
        public void CopyFrom(System.ReadOnlySpan<float> source) { }
        public void CopyGradientTo(System.Span<float> destination) { }
        public void CopyTo(System.Span<float> destination) { }
        public override string ToString() { }
    }
    public sealed class ParameterInfo : System.IEquatable<CnnGen.ParameterInfo>
    {
        public ParameterInfo(string Name, System.Collections.Generic.IReadOnlyList<int> Shape, CnnGen.InitialValue Initial, bool Trainable, int Columns, int Offset, int Lanes) { }
        public int Columns { get; init; }
        public CnnGen.ConstraintInfo? Constraint { get; init; }
        public int Count { get; }
        public CnnGen.InitialValue Initial { get; init; }
        public bool IsTransposed { get; init; }
        public bool IsVariance { get; init; }
        public int Lanes { get; init; }
        public string Name { get; init; }
        public int Offset { get; init; }
        public CnnGen.RegularizerInfo? Regularizer { get; init; }
        public int Rows { get; }
        public System.Collections.Generic.IReadOnlyList<int> Shape { get; init; }
        public bool Trainable { get; init; }
    }
    public sealed class PermuteAttribute : CnnGen.LayerAttribute
    {
        public PermuteAttribute(int first, int second, int third) { }
        public int First { get; }
        public int Second { get; }
        public int Third { get; }
    }
    public readonly struct PixelRectangle : System.IEquatable<CnnGen.PixelRectangle>
    {
        public PixelRectangle(int Row, int Column, int Rows, int Columns) { }
        public int Column { get; init; }
        public int Columns { get; init; }
        public bool IsEmpty { get; }
        public int Row { get; init; }
        public int Rows { get; init; }
        public bool Contains(int row, int column) { }
        public override string ToString() { }
    }
    public sealed class Predictor : System.IDisposable
    {
        public CnnGen.NetworkInfo Info { get; }
        public int Threads { get; }
        public int Check(int images, int outputs, bool areBytes) { }
        public int CheckAll(int images, int outputs, bool areBytes, System.ReadOnlySpan<System.Memory<float>> furtherOutputs) { }
        public void Dispose() { }
        public void Predict(System.ReadOnlySpan<byte> images, System.Span<float> outputs) { }
        public void Predict(System.ReadOnlySpan<float> images, System.Span<float> outputs) { }
        public void Predict(System.ReadOnlySpan<byte> images, System.Span<float> outputs, System.ReadOnlySpan<System.Memory<float>> furtherOutputs) { }
        public void Predict(System.ReadOnlySpan<float> images, System.Span<float> outputs, System.ReadOnlySpan<System.Memory<float>> furtherOutputs) { }
    }
    public sealed class ReLUAttribute : CnnGen.ReluAttribute
    {
        public ReLUAttribute() { }
    }
    public readonly struct RegisterTile : System.IEquatable<CnnGen.RegisterTile>
    {
        public RegisterTile(CnnGen.Runtime.InstructionSet InstructionSet, int Rows, int Vectors) { }
        public CnnGen.Runtime.InstructionSet InstructionSet { get; init; }
        public int Rows { get; init; }
        public int Vectors { get; init; }
    }
    public sealed class RegularizerInfo : System.IEquatable<CnnGen.RegularizerInfo>
    {
        public RegularizerInfo(double L1, double L2) { }
        public double L1 { get; init; }
        public double L2 { get; init; }
    }
    public class ReluAttribute : CnnGen.LayerAttribute
    {
        public ReluAttribute() { }
        public double MaxValue { get; init; }
        public double NegativeSlope { get; init; }
        public double Threshold { get; init; }
    }
    public sealed class RescalingAttribute : CnnGen.LayerAttribute
    {
        public RescalingAttribute(double scale, double offset = 0) { }
        public double Offset { get; }
        public double Scale { get; }
    }
    public sealed class ReshapeAttribute : CnnGen.LayerAttribute
    {
        public ReshapeAttribute(int units) { }
        public ReshapeAttribute(int height, int width, int channels) { }
        public int Channels { get; }
        public int Height { get; }
        public int Units { get; }
        public int Width { get; }
    }
    public sealed class ResizingAttribute : CnnGen.LayerAttribute
    {
        public ResizingAttribute(int height, int width) { }
        public int Height { get; }
        public CnnGen.Interpolation Interpolation { get; init; }
        public int Width { get; }
    }
    public sealed class SeparableConv1DAttribute : CnnGen.SeparableLayerAttribute
    {
        public SeparableConv1DAttribute(int filters) { }
        public SeparableConv1DAttribute(int filters, int kernelSize) { }
        public CnnGen.Activation Activation { get; init; }
        public int DepthMultiplier { get; init; }
        public int Dilation { get; init; }
        public int Filters { get; }
        public int KernelSize { get; init; }
        public CnnGen.Padding Padding { get; init; }
        public int Strides { get; init; }
        public bool UseBias { get; init; }
    }
    public sealed class SeparableConv2DAttribute : CnnGen.SeparableLayerAttribute
    {
        public SeparableConv2DAttribute(int filters) { }
        public SeparableConv2DAttribute(int filters, int kernelSize) { }
        public SeparableConv2DAttribute(int filters, int kernelHeight, int kernelWidth) { }
        public CnnGen.Activation Activation { get; init; }
        public int DepthMultiplier { get; init; }
        public int Dilation { get; init; }
        public int DilationHeight { get; init; }
        public int DilationWidth { get; init; }
        public int Filters { get; }
        public int KernelHeight { get; }
        public int KernelSize { get; init; }
        public int KernelWidth { get; }
        public CnnGen.Padding Padding { get; init; }
        public int StrideHeight { get; init; }
        public int StrideWidth { get; init; }
        public int Strides { get; init; }
        public bool UseBias { get; init; }
    }
    public abstract class SeparableLayerAttribute : CnnGen.DepthwiseLayerAttribute
    {
        public CnnGen.Constraint PointwiseConstraint { get; init; }
        public int[] PointwiseConstraintAxes { get; init; }
        public double PointwiseConstraintMinValue { get; init; }
        public double PointwiseConstraintRate { get; init; }
        public double PointwiseConstraintValue { get; init; }
        public CnnGen.Initializer PointwiseInitializer { get; init; }
        public double PointwiseInitializerMean { get; init; }
        public double PointwiseInitializerValue { get; init; }
        public double PointwiseRegularizerL1 { get; init; }
        public double PointwiseRegularizerL2 { get; init; }
    }
    public sealed class SoftmaxAttribute : CnnGen.LayerAttribute
    {
        public SoftmaxAttribute() { }
        public int[] Axes { get; init; }
        public int Axis { get; init; }
    }
    public sealed class SpaceToDepthAttribute : CnnGen.LayerAttribute
    {
        public SpaceToDepthAttribute(int blockSize) { }
        public int BlockSize { get; }
    }
    public sealed class SpatialDropout2DAttribute : CnnGen.LayerAttribute
    {
        public SpatialDropout2DAttribute(double rate) { }
        public double Rate { get; }
    }
    public sealed class SubtractAttribute : CnnGen.LayerAttribute
    {
        public SubtractAttribute(string other) { }
        public string Other { get; }
    }
    public sealed class UnitNormalizationAttribute : CnnGen.LayerAttribute
    {
        public UnitNormalizationAttribute() { }
        public int[] Axes { get; init; }
        public int Axis { get; init; }
    }
    public sealed class UpSampling1DAttribute : CnnGen.LayerAttribute
    {
        public UpSampling1DAttribute(int size = 2) { }
        public int Size { get; }
    }
    public sealed class UpSampling2DAttribute : CnnGen.LayerAttribute
    {
        public UpSampling2DAttribute(int size = 2) { }
        public UpSampling2DAttribute(int height, int width) { }
        public int Height { get; }
        public CnnGen.Interpolation Interpolation { get; init; }
        public int Width { get; }
    }
    public enum WeightFormat
    {
        Float32 = 0,
        Float16 = 1,
    }
    [System.AttributeUsage(System.AttributeTargets.Class, Inherited=false)]
    [System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
    public sealed class WeightsAttribute : System.Attribute
    {
        public WeightsAttribute(string file) { }
        public string File { get; }
        public bool Verify { get; set; }
    }
    public sealed class ZeroPadding1DAttribute : CnnGen.LayerAttribute
    {
        public ZeroPadding1DAttribute(int padding = 1) { }
        public ZeroPadding1DAttribute(int left, int right) { }
        public int Left { get; }
        public int Right { get; }
    }
    public sealed class ZeroPadding2DAttribute : CnnGen.LayerAttribute
    {
        public ZeroPadding2DAttribute(int padding = 1) { }
        public ZeroPadding2DAttribute(int height, int width) { }
        public ZeroPadding2DAttribute(int top, int bottom, int left, int right) { }
        public int Bottom { get; }
        public int Left { get; }
        public int Right { get; }
        public int Top { get; }
    }
}
namespace CnnGen.Data
{
    public struct AugmentationRandom
    {
        public AugmentationRandom(ulong seed, int epoch, int image, int augmentation) { }
        public int Below(int bound) { }
        public bool Chance(double probability) { }
        public double Uniform(double low, double high) { }
    }
    public static class Cifar10
    {
        public static System.Collections.Generic.IReadOnlyList<string> ClassNames { get; }
        public static string DefaultCacheFolder() { }
        public static CnnGen.Data.Cifar10Data Load(CnnGen.Data.DatasetOptions? options = null) { }
    }
    public static class Cifar100
    {
        public static System.Collections.Generic.IReadOnlyList<string> CoarseClassNames { get; }
        public static System.Collections.Generic.IReadOnlyList<string> FineClassNames { get; }
        public static string DefaultCacheFolder() { }
        public static CnnGen.Data.Cifar100Data Load(CnnGen.Data.Cifar100Options? options = null) { }
    }
    public sealed class Cifar100Data : System.IEquatable<CnnGen.Data.Cifar100Data>
    {
        public Cifar100Data(CnnGen.Data.ImageDataset Train, CnnGen.Data.ImageDataset Test, System.Collections.Generic.IReadOnlyList<string> ClassNames, string Source) { }
        public System.Collections.Generic.IReadOnlyList<string> ClassNames { get; init; }
        public string Source { get; init; }
        public CnnGen.Data.ImageDataset Test { get; init; }
        public CnnGen.Data.ImageDataset Train { get; init; }
    }
    public sealed class Cifar100Options : CnnGen.Data.DatasetOptions, System.IEquatable<CnnGen.Data.Cifar100Options>
    {
        public Cifar100Options() { }
        public CnnGen.Data.LabelMode LabelMode { get; init; }
    }
    public sealed class Cifar10Data : System.IEquatable<CnnGen.Data.Cifar10Data>
    {
        public Cifar10Data(CnnGen.Data.ImageDataset Train, CnnGen.Data.ImageDataset Test, string Source) { }
        public string Source { get; init; }
        public CnnGen.Data.ImageDataset Test { get; init; }
        public CnnGen.Data.ImageDataset Train { get; init; }
    }
    public sealed class CutMix : CnnGen.Data.MixingAugmentation, CnnGen.Training.IHasSettings
    {
        public CutMix(CnnGen.Data.FactorRange? factor = default) { }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public class DatasetOptions : System.IEquatable<CnnGen.Data.DatasetOptions>
    {
        public DatasetOptions() { }
        public bool AllowDownload { get; init; }
        public System.Uri? BaseAddress { get; init; }
        public string? CacheFolder { get; init; }
        public System.Threading.CancellationToken CancellationToken { get; init; }
        public string? Folder { get; init; }
        public System.Action<CnnGen.Data.DownloadProgress>? Progress { get; init; }
        public System.TimeSpan Timeout { get; init; }
    }
    public static class DatasetParts
    {
        public static System.Collections.Generic.IEnumerable<CnnGen.Data.ImageDataset> Batches(this CnnGen.Data.ImageDataset set, int batchSize) { }
        public static CnnGen.Data.ImageDataset Shuffle(this CnnGen.Data.ImageDataset set, ulong seed = 0) { }
        public static CnnGen.Data.ImageDataset Skip(this CnnGen.Data.ImageDataset set, int count) { }
        [return: System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "First",
                "Second"})]
        public static System.ValueTuple<CnnGen.Data.ImageDataset, CnnGen.Data.ImageDataset> Split(this CnnGen.Data.ImageDataset set, double share) { }
        [return: System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "First",
                "Second"})]
        public static System.ValueTuple<CnnGen.Data.ImageDataset, CnnGen.Data.ImageDataset> StratifiedSplit(this CnnGen.Data.ImageDataset set, double share, ulong seed = 0) { }
        public static CnnGen.Data.ImageDataset Take(this CnnGen.Data.ImageDataset set, int count) { }
    }
    public readonly struct DownloadProgress : System.IEquatable<CnnGen.Data.DownloadProgress>
    {
        public DownloadProgress(string File, long BytesDone, long? BytesTotal) { }
        public long BytesDone { get; init; }
        public long? BytesTotal { get; init; }
        public string File { get; init; }
    }
    public readonly struct FactorRange : System.IEquatable<CnnGen.Data.FactorRange>
    {
        public FactorRange(double lower, double upper) { }
        public double Lower { get; }
        public double Upper { get; }
        public override string ToString() { }
        public static CnnGen.Data.FactorRange op_Implicit([System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "Lower",
                "Upper"})] System.ValueTuple<double, double> ends) { }
        public static CnnGen.Data.FactorRange op_Implicit(double factor) { }
    }
    public static class FashionMnist
    {
        public const string DebianFolder = "/usr/share/datasets/fashion-mnist";
        public const string FolderVariable = "CNNGEN_DATA";
        public static System.Collections.Generic.IReadOnlyList<string> ClassNames { get; }
        public static string DefaultCacheFolder() { }
        public static CnnGen.Data.FashionMnistData Load(CnnGen.Data.FashionMnistOptions? options = null) { }
    }
    public sealed class FashionMnistData : System.IEquatable<CnnGen.Data.FashionMnistData>
    {
        public FashionMnistData(CnnGen.Data.ImageDataset Train, CnnGen.Data.ImageDataset Test, string Source, bool IsSubset) { }
        public bool IsSubset { get; init; }
        public string Source { get; init; }
        public CnnGen.Data.ImageDataset Test { get; init; }
        public CnnGen.Data.ImageDataset Train { get; init; }
    }
    public sealed class FashionMnistOptions : CnnGen.Data.DatasetOptions, System.IEquatable<CnnGen.Data.FashionMnistOptions>
    {
        public FashionMnistOptions() { }
        public string? SubsetFolder { get; init; }
    }
    public enum FillMode
    {
        Reflect = 0,
        Constant = 1,
        Wrap = 2,
        Nearest = 3,
    }
    public enum FlipMode
    {
        HorizontalAndVertical = 0,
        Horizontal = 1,
        Vertical = 2,
    }
    public abstract class GeometricAugmentation : CnnGen.Data.IAugmentation, CnnGen.Training.IHasSettings
    {
        public CnnGen.Data.FillMode FillMode { get; init; }
        public float FillValue { get; init; }
        public CnnGen.Interpolation Interpolation { get; init; }
        public virtual void AddSettings(CnnGen.Training.SettingList settings) { }
        public void Apply(System.ReadOnlySpan<float> image, System.Span<float> result, CnnGen.Data.ImageShape shape, ref CnnGen.Data.AugmentationRandom random) { }
    }
    public abstract class HsvAugmentation : CnnGen.Data.IAugmentation, CnnGen.Training.IHasSettings
    {
        public CnnGen.Data.ValueRange ValueRange { get; init; }
        public virtual void AddSettings(CnnGen.Training.SettingList settings) { }
        public void Apply(System.ReadOnlySpan<float> image, System.Span<float> result, CnnGen.Data.ImageShape shape, ref CnnGen.Data.AugmentationRandom random) { }
        public string? ProblemWith(CnnGen.Data.IImageSource images) { }
    }
    public interface IAugmentation
    {
        bool MovesPixels { get; }
        void Apply(System.ReadOnlySpan<float> image, System.Span<float> result, CnnGen.Data.ImageShape shape, ref CnnGen.Data.AugmentationRandom random);
        string? ProblemWith(CnnGen.Data.IImageSource images);
    }
    public interface IImageSource
    {
        int Count { get; }
        bool HasBytes { get; }
        CnnGen.Data.ImageShape Shape { get; }
        CnnGen.Training.TargetKind TargetKind { get; }
        int TargetSize { get; }
        CnnGen.Training.Targets Targets { get; }
        void Read(int image, CnnGen.Data.ImageBuffer buffer);
    }
    public static class IdxFile
    {
        public static CnnGen.Data.ImageDataset ReadDataset(string imagesPath, string labelsPath, int? classes = default) { }
        public static CnnGen.Data.IdxImages ReadImages(string path) { }
        public static int[] ReadLabels(string path) { }
    }
    public sealed class IdxImages : System.IEquatable<CnnGen.Data.IdxImages>
    {
        public IdxImages(int Count, int Height, int Width, byte[]? Pixels, float[]? Floats) { }
        public int Count { get; init; }
        public float[]? Floats { get; init; }
        public int Height { get; init; }
        public byte[]? Pixels { get; init; }
        public int Width { get; init; }
    }
    public readonly ref struct ImageBuffer
    {
        public ImageBuffer(System.Span<byte> bytes, System.Span<int> labels, System.Span<float> values = default) { }
        public ImageBuffer(System.Span<float> floats, System.Span<int> labels, System.Span<float> values = default) { }
        public System.Span<byte> Bytes { get; }
        public System.Span<float> Floats { get; }
        public int Label { set; }
        public System.Span<int> Labels { get; }
        public System.Span<float> Values { get; }
    }
    public sealed class ImageDataset : CnnGen.Data.IImageSource, CnnGen.Training.IHasSettings
    {
        public ImageDataset(System.ReadOnlyMemory<byte> images, System.ReadOnlyMemory<float> targets, int height, int width, int channels) { }
        public ImageDataset(System.ReadOnlyMemory<byte> images, System.ReadOnlyMemory<int> labels, int height, int width, int channels) { }
        public ImageDataset(System.ReadOnlyMemory<float> images, System.ReadOnlyMemory<float> targets, int height, int width, int channels) { }
        public ImageDataset(System.ReadOnlyMemory<float> images, System.ReadOnlyMemory<int> labels, int height, int width, int channels) { }
        public System.ReadOnlySpan<byte> Bytes { get; }
        public int Channels { get; }
        public int Count { get; }
        public System.ReadOnlySpan<float> Floats { get; }
        public bool HasBytes { get; }
        public int Height { get; }
        public int ImageSize { get; }
        public System.ReadOnlySpan<int> Labels { get; }
        public CnnGen.Data.ImageShape Shape { get; }
        public CnnGen.Training.TargetKind TargetKind { get; }
        public int TargetSize { get; }
        public CnnGen.Training.Targets Targets { get; }
        public System.ReadOnlySpan<float> Weights { get; }
        public int Width { get; }
        public CnnGen.Data.ImageDataset Slice(int start, int count) { }
        public CnnGen.Data.ImageDataset Subset([System.Runtime.CompilerServices.ParamCollection] [System.Runtime.CompilerServices.ScopedRef] System.ReadOnlySpan<int> images) { }
        public CnnGen.Data.ImageDataset ToOneHot(int classes) { }
        public CnnGen.Data.ImageDataset WithTargets(string output, System.ReadOnlyMemory<float> values) { }
        public CnnGen.Data.ImageDataset WithTargets(string output, System.ReadOnlyMemory<int> classes) { }
        public CnnGen.Data.ImageDataset WithWeights(System.ReadOnlyMemory<float> weights) { }
    }
    public static class ImageNet
    {
        public static System.Collections.Generic.IReadOnlyList<string> ClassNames { get; }
    }
    public sealed class ImageReadException : System.Exception
    {
        public ImageReadException(int image, string set, System.Exception cause) { }
        public int Image { get; }
    }
    public readonly struct ImageShape : System.IEquatable<CnnGen.Data.ImageShape>
    {
        public ImageShape(int Height, int Width, int Channels) { }
        public int Channels { get; init; }
        public int Height { get; init; }
        public int Size { get; }
        public int Width { get; init; }
        public override string ToString() { }
    }
    public enum LabelMode
    {
        Fine = 0,
        Coarse = 1,
    }
    public sealed class MixUp : CnnGen.Data.MixingAugmentation, CnnGen.Training.IHasSettings
    {
        public MixUp(double alpha = 0.2) { }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public abstract class MixingAugmentation : CnnGen.Data.IAugmentation
    {
        public void Apply(System.ReadOnlySpan<float> image, System.Span<float> result, CnnGen.Data.ImageShape shape, ref CnnGen.Data.AugmentationRandom random) { }
    }
    public static class Mnist
    {
        public static string DefaultCacheFolder() { }
        public static CnnGen.Data.MnistData Load(CnnGen.Data.DatasetOptions? options = null) { }
    }
    public sealed class MnistData : System.IEquatable<CnnGen.Data.MnistData>
    {
        public MnistData(CnnGen.Data.ImageDataset Train, CnnGen.Data.ImageDataset Test, string Source) { }
        public string Source { get; init; }
        public CnnGen.Data.ImageDataset Test { get; init; }
        public CnnGen.Data.ImageDataset Train { get; init; }
    }
    public sealed class PublishedFile
    {
        public PublishedFile(System.Uri address, string sha256, long mostBytes, System.Func<System.IO.Stream, string>? sha256Of = null, string cacheName = "models") { }
        public System.Uri Address { get; }
        public string Name { get; }
        public string DefaultCacheFolder() { }
        public string Find(CnnGen.Data.DatasetOptions? options = null) { }
    }
    public sealed class RandomBrightness : CnnGen.Data.IAugmentation, CnnGen.Training.IHasSettings
    {
        public RandomBrightness(CnnGen.Data.FactorRange factor) { }
        public CnnGen.Data.ValueRange ValueRange { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public void Apply(System.ReadOnlySpan<float> image, System.Span<float> result, CnnGen.Data.ImageShape shape, ref CnnGen.Data.AugmentationRandom random) { }
        public string? ProblemWith(CnnGen.Data.IImageSource images) { }
    }
    public sealed class RandomContrast : CnnGen.Data.IAugmentation, CnnGen.Training.IHasSettings
    {
        public RandomContrast(CnnGen.Data.FactorRange factor) { }
        public CnnGen.Data.ValueRange ValueRange { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public void Apply(System.ReadOnlySpan<float> image, System.Span<float> result, CnnGen.Data.ImageShape shape, ref CnnGen.Data.AugmentationRandom random) { }
        public string? ProblemWith(CnnGen.Data.IImageSource images) { }
    }
    public sealed class RandomCrop : CnnGen.Data.IAugmentation, CnnGen.Training.IHasSettings
    {
        public RandomCrop(int padding) { }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public void Apply(System.ReadOnlySpan<float> image, System.Span<float> result, CnnGen.Data.ImageShape shape, ref CnnGen.Data.AugmentationRandom random) { }
        public string? ProblemWith(CnnGen.Data.IImageSource images) { }
    }
    public sealed class RandomErasing : CnnGen.Data.IAugmentation, CnnGen.Training.IHasSettings
    {
        public RandomErasing(double factor = 1) { }
        public float? FillValue { get; init; }
        public CnnGen.Data.FactorRange Scale { get; init; }
        public CnnGen.Data.ValueRange ValueRange { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public void Apply(System.ReadOnlySpan<float> image, System.Span<float> result, CnnGen.Data.ImageShape shape, ref CnnGen.Data.AugmentationRandom random) { }
        public string? ProblemWith(CnnGen.Data.IImageSource images) { }
    }
    public sealed class RandomFlip : CnnGen.Data.IAugmentation, CnnGen.Training.IHasSettings
    {
        public RandomFlip(CnnGen.Data.FlipMode mode = 0) { }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public void Apply(System.ReadOnlySpan<float> image, System.Span<float> result, CnnGen.Data.ImageShape shape, ref CnnGen.Data.AugmentationRandom random) { }
    }
    public sealed class RandomGrayscale : CnnGen.Data.IAugmentation, CnnGen.Training.IHasSettings
    {
        public RandomGrayscale(double factor = 0.5) { }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public void Apply(System.ReadOnlySpan<float> image, System.Span<float> result, CnnGen.Data.ImageShape shape, ref CnnGen.Data.AugmentationRandom random) { }
        public string? ProblemWith(CnnGen.Data.IImageSource images) { }
    }
    public sealed class RandomHue : CnnGen.Data.HsvAugmentation
    {
        public RandomHue(CnnGen.Data.FactorRange factor) { }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class RandomRotation : CnnGen.Data.GeometricAugmentation
    {
        public RandomRotation(CnnGen.Data.FactorRange factor) { }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class RandomSaturation : CnnGen.Data.HsvAugmentation
    {
        public RandomSaturation(CnnGen.Data.FactorRange factor) { }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class RandomTranslation : CnnGen.Data.GeometricAugmentation
    {
        public RandomTranslation(CnnGen.Data.FactorRange heightFactor, CnnGen.Data.FactorRange widthFactor) { }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class RandomZoom : CnnGen.Data.GeometricAugmentation
    {
        public RandomZoom(CnnGen.Data.FactorRange heightFactor, CnnGen.Data.FactorRange? widthFactor = default) { }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public static class SourceParts
    {
        public static CnnGen.Data.IImageSource Shuffle(this CnnGen.Data.IImageSource source, ulong seed = 0) { }
        public static CnnGen.Data.IImageSource Skip(this CnnGen.Data.IImageSource source, int count) { }
        public static CnnGen.Data.IImageSource Slice(this CnnGen.Data.IImageSource source, int start, int count) { }
        [return: System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "First",
                "Second"})]
        public static System.ValueTuple<CnnGen.Data.IImageSource, CnnGen.Data.IImageSource> Split(this CnnGen.Data.IImageSource source, double share) { }
        [return: System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "First",
                "Second"})]
        public static System.ValueTuple<CnnGen.Data.IImageSource, CnnGen.Data.IImageSource> StratifiedSplit(this CnnGen.Data.IImageSource source, double share, ulong seed = 0) { }
        public static CnnGen.Data.IImageSource Subset(this CnnGen.Data.IImageSource source, [System.Runtime.CompilerServices.ParamCollection] [System.Runtime.CompilerServices.ScopedRef] System.ReadOnlySpan<int> images) { }
        public static CnnGen.Data.IImageSource Take(this CnnGen.Data.IImageSource source, int count) { }
        public static CnnGen.Data.ImageDataset ToDataset(this CnnGen.Data.IImageSource source, int? threads = default) { }
        public static CnnGen.Data.IImageSource WithTargets(this CnnGen.Data.IImageSource source, string output, System.ReadOnlyMemory<float> values) { }
        public static CnnGen.Data.IImageSource WithTargets(this CnnGen.Data.IImageSource source, string output, System.ReadOnlyMemory<int> classes) { }
        public static CnnGen.Data.IImageSource WithWeights(this CnnGen.Data.IImageSource source, System.ReadOnlyMemory<float> weights) { }
    }
    public readonly struct ValueRange : System.IEquatable<CnnGen.Data.ValueRange>
    {
        public static readonly CnnGen.Data.ValueRange Bytes;
        public ValueRange(float low, float high) { }
        public float High { get; }
        public float Low { get; }
        public override string ToString() { }
        public static CnnGen.Data.ValueRange op_Implicit([System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "Low",
                "High"})] System.ValueTuple<float, float> ends) { }
    }
}
namespace CnnGen.Formats
{
    public sealed class SafetensorsFile
    {
        public CnnGen.Formats.SafetensorsTensor this[string name] { get; }
        public System.Collections.Generic.IReadOnlyDictionary<string, string> Metadata { get; }
        public string Path { get; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.Formats.SafetensorsTensor> Tensors { get; }
        public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CnnGen.Formats.SafetensorsTensor? tensor) { }
        public static void CheckWritable(string path) { }
        public static CnnGen.Formats.SafetensorsFile Read(string path) { }
        public static void Write(System.IO.Stream stream, System.Collections.Generic.IEnumerable<CnnGen.Formats.SafetensorsSource> tensors, System.Collections.Generic.IReadOnlyDictionary<string, string>? metadata = null, CnnGen.WeightFormat format = 0) { }
        public static void Write(string path, System.Collections.Generic.IEnumerable<CnnGen.Formats.SafetensorsSource> tensors, System.Collections.Generic.IReadOnlyDictionary<string, string>? metadata = null, CnnGen.WeightFormat format = 0) { }
    }
    public sealed class SafetensorsSource
    {
        public SafetensorsSource(string name, System.Collections.Generic.IReadOnlyList<int> shape, System.Action<System.Span<float>> copyTo) { }
        public SafetensorsSource(string name, System.Collections.Generic.IReadOnlyList<int> shape, System.ReadOnlyMemory<float> values) { }
        public int Count { get; }
        public string Name { get; }
        public System.Collections.Generic.IReadOnlyList<int> Shape { get; }
    }
    public sealed class SafetensorsTensor
    {
        public System.ReadOnlySpan<byte> Bytes { get; }
        public string DataType { get; }
        public System.ReadOnlySpan<float> Floats { get; }
        public bool IsFloat { get; }
        public bool IsFloat32 { get; }
        public string Name { get; }
        public System.Collections.Generic.IReadOnlyList<int> Shape { get; }
        public void CopyTo(System.Span<float> destination) { }
    }
}
namespace CnnGen.Runtime
{
    public readonly struct Activated<F> : CnnGen.Runtime.IEpilogue
        where F : CnnGen.Runtime.IActivationFunction
    {
        public static unsafe V Apply<L, V>(V value, float* operand, nint pixel)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct ActivityMap : System.IEquatable<CnnGen.Runtime.ActivityMap>
    {
        public ActivityMap(int Height, int Width, int Channels, int Lanes, double L1, double L2) { }
        public int Channels { get; init; }
        public int Height { get; init; }
        public double L1 { get; init; }
        public double L2 { get; init; }
        public int Lanes { get; init; }
        public int Width { get; init; }
    }
    public static class ActivityPenalty
    {
        public static unsafe void Add<L, V>(in CnnGen.Runtime.ActivityMap map, float* y, int rowFloats, double* penalty)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static unsafe void AddGradient<L, V>(in CnnGen.Runtime.ActivityMap map, float* y, int rowFloats, float* dy, int gradientRowFloats, int images)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public sealed class AlignedMemory : System.IDisposable
    {
        public AlignedMemory(long floats, bool largePages = false) { }
        public long Length { get; }
        public unsafe float* Pointer { get; }
        public void Dispose() { }
        protected override void Finalize() { }
    }
    public static class AlphaDropout
    {
        public static unsafe void Backward<L, V>(float* dy, float* dx, int first, int count, double rate, in CnnGen.Runtime.DropoutKey key)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static unsafe void Forward<L, V>(float* x, float* y, int first, int count, double rate, in CnnGen.Runtime.DropoutKey key)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct BatchNormalizationLayer : System.IEquatable<CnnGen.Runtime.BatchNormalizationLayer>
    {
        public BatchNormalizationLayer(int Channels, int Lanes, double Epsilon, double Momentum) { }
        public int Channels { get; init; }
        public double Epsilon { get; init; }
        public int Lanes { get; init; }
        public double Momentum { get; init; }
    }
    public readonly struct BatchNormalizationWeights
    {
        public readonly unsafe float* Beta;
        public readonly unsafe float* Gamma;
        public BatchNormalizationWeights(float* gamma, float* beta) { }
    }
    public static class BatchStatistics
    {
        public const int Rows = 6;
        public static unsafe void Fold(in CnnGen.Runtime.BatchNormalizationLayer layer, in CnnGen.Runtime.BatchNormalizationWeights weights, in CnnGen.Runtime.MovingStatistics state, float* bias, float* scale) { }
        public static unsafe void JoinBackward(float* sums, nint imageStride, int images, int pixels, in CnnGen.Runtime.BatchNormalizationLayer layer, in CnnGen.Runtime.BatchNormalizationWeights gradients, float* batch) { }
        public static unsafe void JoinForward(float* sums, nint imageStride, int images, int pixels, in CnnGen.Runtime.BatchNormalizationLayer layer, in CnnGen.Runtime.BatchNormalizationWeights weights, in CnnGen.Runtime.MovingStatistics state, float* batch) { }
    }
    public static class BiasGradient<L, V>
        where L : CnnGen.Runtime.ILanes<V>
        where V :  unmanaged
    {
        public static unsafe void Sum(float* dy, int rows, nint rowStep, int columns, nint columnStep, nint imageStride, int count, float* biasGradient, int channels) { }
    }
    public readonly struct Biased<F> : CnnGen.Runtime.IEpilogue
        where F : CnnGen.Runtime.IActivationFunction
    {
        public static unsafe V Apply<L, V>(V value, float* operand, nint pixel)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct CeluFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct Derived<F> : CnnGen.Runtime.IEpilogue
        where F : CnnGen.Runtime.IActivationFunction
    {
        public static unsafe V Apply<L, V>(V value, float* operand, nint pixel)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public static class Dropout
    {
        public static unsafe void Apply<L, V>(float* x, float* y, int count, double rate, in CnnGen.Runtime.DropoutKey key)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static unsafe void Apply<L, V>(float* x, float* y, int first, int count, double rate, in CnnGen.Runtime.DropoutKey key)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct DropoutKey : System.IEquatable<CnnGen.Runtime.DropoutKey>
    {
        public DropoutKey(ulong Seed, ulong Step, int Layer, int Image) { }
        public int Image { get; init; }
        public int Layer { get; init; }
        public ulong Seed { get; init; }
        public ulong Step { get; init; }
    }
    public static class Elementary
    {
        public static V Exp<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Expm1<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Gaussian<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Log<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Log1p<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V NormalCdf<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Sigmoid<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Softplus<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Tanh<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct EluFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct ExponentialFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct Extent1 : CnnGen.Runtime.IExtent
    {
        public static int Count { get; }
    }
    public readonly struct Extent2 : CnnGen.Runtime.IExtent
    {
        public static int Count { get; }
    }
    public readonly struct Extent3 : CnnGen.Runtime.IExtent
    {
        public static int Count { get; }
    }
    public readonly struct Extent4 : CnnGen.Runtime.IExtent
    {
        public static int Count { get; }
    }
    public static class GaussianDropout
    {
        public static unsafe void Apply<L, V>(float* x, float* y, int first, int count, float stddev, in CnnGen.Runtime.DropoutKey key)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public static class GaussianNoise
    {
        public static unsafe void Apply<L, V>(float* x, float* y, int first, int count, float stddev, in CnnGen.Runtime.DropoutKey key)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct GeluFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V x, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct GeluTanhFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V x, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct GradientRounds : System.IEquatable<CnnGen.Runtime.GradientRounds>
    {
        public GradientRounds(int StripsPerImage, int StripsPerRound, int SumItems, CnnGen.Runtime.ItemRange Weights, CnnGen.Runtime.ItemRange ForwardKernels, CnnGen.Runtime.ItemRange BackwardKernels) { }
        public CnnGen.Runtime.ItemRange BackwardKernels { get; init; }
        public CnnGen.Runtime.ItemRange ForwardKernels { get; init; }
        public int StripsPerImage { get; init; }
        public int StripsPerRound { get; init; }
        public int SumItems { get; init; }
        public CnnGen.Runtime.ItemRange Weights { get; init; }
    }
    public readonly struct GroupNormalizationLayer : System.IEquatable<CnnGen.Runtime.GroupNormalizationLayer>
    {
        public GroupNormalizationLayer(int Channels, int Lanes, int Groups, int Pixels, double Epsilon) { }
        public int Channels { get; init; }
        public double Epsilon { get; init; }
        public int Groups { get; init; }
        public int Lanes { get; init; }
        public int Pixels { get; init; }
    }
    public static class GroupStatistics
    {
        public static unsafe void JoinBackward(in CnnGen.Runtime.GroupNormalizationLayer layer, float* statistics, float* sums) { }
        public static unsafe void JoinForward(in CnnGen.Runtime.GroupNormalizationLayer layer, in CnnGen.Runtime.BatchNormalizationWeights weights, float* statistics) { }
    }
    public readonly struct HardSigmoidFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct HardSwishFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V x, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct HardTanhFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public interface IActivationFunction
    {
        V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged;
        V Derive<L, V>(V value, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged;
    }
    public interface IDistance
    {
        System.IntPtr Floats { get; }
    }
    public interface IEpilogue
    {
        unsafe V Apply<L, V>(V value, float* operand, nint pixel)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged;
    }
    public interface IExtent
    {
        int Count { get; }
    }
    public interface IKernelStore
    {
        void Finish();
        unsafe void Store<L, V>(V value, float* address)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged;
    }
    public interface ILanes<V>
        where V :  unmanaged
    {
        int Count { get; }
        V Add(V a, V b);
        V AddBits(V a, V b);
        V AndBits(V a, V b);
        V Create(float value);
        V CreateBits(uint bits);
        V Divide(V a, V b);
        unsafe V Load(float* address);
        V Max(V a, V b);
        V Multiply(V a, V b);
        V MultiplyAdd(V a, V b, V c);
        V MultiplyHighBits(V a, uint factor);
        V MultiplyLowBits(V a, uint factor);
        V OrBits(V a, V b);
        V Round(V a);
        V SelectLess(V a, V b, V whenTrue, V whenFalse);
        V SelectLessBits(V a, V b, V whenTrue, V whenFalse);
        V SelectLessOrEqual(V a, V b, V whenTrue, V whenFalse);
        V ShiftLeftBits(V a, int count);
        V ShiftRightBits(V a, int count);
        V Sqrt(V a);
        unsafe void Store(V value, float* address);
        unsafe void StorePastCaches(V value, float* address);
        V Subtract(V a, V b);
        V XorBits(V a, V b);
    }
    public static class ImageSums
    {
        public static unsafe void Add(float* sums, nint imageStride, int images, int count, float* gradient) { }
    }
    public enum InstructionSet
    {
        Scalar = 0,
        Vector128 = 1,
        Avx2 = 2,
        Avx512 = 3,
    }
    public static class InstructionSets
    {
        public const string Variable = "CNNGEN_ISA";
        public static CnnGen.Runtime.InstructionSet Best { get; }
        public static CnnGen.Runtime.InstructionSet Choose(System.ReadOnlySpan<CnnGen.Runtime.InstructionSet> emitted) { }
        public static bool IsSupported(CnnGen.Runtime.InstructionSet instructionSet) { }
        public static string ToName(this CnnGen.Runtime.InstructionSet instructionSet) { }
    }
    public readonly struct ItemRange : System.IEquatable<CnnGen.Runtime.ItemRange>
    {
        public ItemRange(int First, int Count) { }
        public int Count { get; init; }
        public int First { get; init; }
    }
    public static class KernelTranspose
    {
        public static unsafe void Groups(float* source, float* target, int taps, int groups, int inputs, int outputs) { }
        public static unsafe void Tap(float* source, int sourceBlockFloats, int sourceLanes, float* target, int targetBlockFloats, int targetLanes, int inputs, int outputs) { }
    }
    public readonly struct Lanes1 : CnnGen.Runtime.ILanes<float>
    {
        public static int Count { get; }
        public static float Add(float a, float b) { }
        public static float AddBits(float a, float b) { }
        public static float AndBits(float a, float b) { }
        public static float Create(float value) { }
        public static float CreateBits(uint bits) { }
        public static float Divide(float a, float b) { }
        public static unsafe float Load(float* address) { }
        public static float Max(float a, float b) { }
        public static float Multiply(float a, float b) { }
        public static float MultiplyAdd(float a, float b, float c) { }
        public static float MultiplyHighBits(float a, uint factor) { }
        public static float MultiplyLowBits(float a, uint factor) { }
        public static float OrBits(float a, float b) { }
        public static float Round(float a) { }
        public static float SelectLess(float a, float b, float whenTrue, float whenFalse) { }
        public static float SelectLessBits(float a, float b, float whenTrue, float whenFalse) { }
        public static float SelectLessOrEqual(float a, float b, float whenTrue, float whenFalse) { }
        public static float ShiftLeftBits(float a, int count) { }
        public static float ShiftRightBits(float a, int count) { }
        public static float Sqrt(float a) { }
        public static unsafe void Store(float value, float* address) { }
        public static unsafe void StorePastCaches(float value, float* address) { }
        public static float Subtract(float a, float b) { }
        public static float XorBits(float a, float b) { }
    }
    public readonly struct Lanes128 : CnnGen.Runtime.ILanes<System.Runtime.Intrinsics.Vector128<float>>
    {
        public static int Count { get; }
        public static System.Runtime.Intrinsics.Vector128<float> Add(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b) { }
        public static System.Runtime.Intrinsics.Vector128<float> AddBits(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b) { }
        public static System.Runtime.Intrinsics.Vector128<float> AndBits(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b) { }
        public static System.Runtime.Intrinsics.Vector128<float> Create(float value) { }
        public static System.Runtime.Intrinsics.Vector128<float> CreateBits(uint bits) { }
        public static System.Runtime.Intrinsics.Vector128<float> Divide(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b) { }
        public static unsafe System.Runtime.Intrinsics.Vector128<float> Load(float* address) { }
        public static System.Runtime.Intrinsics.Vector128<float> Max(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b) { }
        public static System.Runtime.Intrinsics.Vector128<float> Multiply(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b) { }
        public static System.Runtime.Intrinsics.Vector128<float> MultiplyAdd(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b, System.Runtime.Intrinsics.Vector128<float> c) { }
        public static System.Runtime.Intrinsics.Vector128<float> MultiplyHighBits(System.Runtime.Intrinsics.Vector128<float> a, uint factor) { }
        public static System.Runtime.Intrinsics.Vector128<float> MultiplyLowBits(System.Runtime.Intrinsics.Vector128<float> a, uint factor) { }
        public static System.Runtime.Intrinsics.Vector128<float> OrBits(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b) { }
        public static System.Runtime.Intrinsics.Vector128<float> Round(System.Runtime.Intrinsics.Vector128<float> a) { }
        public static System.Runtime.Intrinsics.Vector128<float> SelectLess(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b, System.Runtime.Intrinsics.Vector128<float> whenTrue, System.Runtime.Intrinsics.Vector128<float> whenFalse) { }
        public static System.Runtime.Intrinsics.Vector128<float> SelectLessBits(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b, System.Runtime.Intrinsics.Vector128<float> whenTrue, System.Runtime.Intrinsics.Vector128<float> whenFalse) { }
        public static System.Runtime.Intrinsics.Vector128<float> SelectLessOrEqual(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b, System.Runtime.Intrinsics.Vector128<float> whenTrue, System.Runtime.Intrinsics.Vector128<float> whenFalse) { }
        public static System.Runtime.Intrinsics.Vector128<float> ShiftLeftBits(System.Runtime.Intrinsics.Vector128<float> a, int count) { }
        public static System.Runtime.Intrinsics.Vector128<float> ShiftRightBits(System.Runtime.Intrinsics.Vector128<float> a, int count) { }
        public static System.Runtime.Intrinsics.Vector128<float> Sqrt(System.Runtime.Intrinsics.Vector128<float> a) { }
        public static unsafe void Store(System.Runtime.Intrinsics.Vector128<float> value, float* address) { }
        public static unsafe void StorePastCaches(System.Runtime.Intrinsics.Vector128<float> value, float* address) { }
        public static System.Runtime.Intrinsics.Vector128<float> Subtract(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b) { }
        public static System.Runtime.Intrinsics.Vector128<float> XorBits(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b) { }
    }
    public readonly struct Lanes256 : CnnGen.Runtime.ILanes<System.Runtime.Intrinsics.Vector256<float>>
    {
        public static int Count { get; }
        public static System.Runtime.Intrinsics.Vector256<float> Add(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b) { }
        public static System.Runtime.Intrinsics.Vector256<float> AddBits(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b) { }
        public static System.Runtime.Intrinsics.Vector256<float> AndBits(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b) { }
        public static System.Runtime.Intrinsics.Vector256<float> Create(float value) { }
        public static System.Runtime.Intrinsics.Vector256<float> CreateBits(uint bits) { }
        public static System.Runtime.Intrinsics.Vector256<float> Divide(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b) { }
        public static unsafe System.Runtime.Intrinsics.Vector256<float> Load(float* address) { }
        public static System.Runtime.Intrinsics.Vector256<float> Max(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b) { }
        public static System.Runtime.Intrinsics.Vector256<float> Multiply(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b) { }
        public static System.Runtime.Intrinsics.Vector256<float> MultiplyAdd(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b, System.Runtime.Intrinsics.Vector256<float> c) { }
        public static System.Runtime.Intrinsics.Vector256<float> MultiplyHighBits(System.Runtime.Intrinsics.Vector256<float> a, uint factor) { }
        public static System.Runtime.Intrinsics.Vector256<float> MultiplyLowBits(System.Runtime.Intrinsics.Vector256<float> a, uint factor) { }
        public static System.Runtime.Intrinsics.Vector256<float> OrBits(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b) { }
        public static System.Runtime.Intrinsics.Vector256<float> Round(System.Runtime.Intrinsics.Vector256<float> a) { }
        public static System.Runtime.Intrinsics.Vector256<float> SelectLess(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b, System.Runtime.Intrinsics.Vector256<float> whenTrue, System.Runtime.Intrinsics.Vector256<float> whenFalse) { }
        public static System.Runtime.Intrinsics.Vector256<float> SelectLessBits(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b, System.Runtime.Intrinsics.Vector256<float> whenTrue, System.Runtime.Intrinsics.Vector256<float> whenFalse) { }
        public static System.Runtime.Intrinsics.Vector256<float> SelectLessOrEqual(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b, System.Runtime.Intrinsics.Vector256<float> whenTrue, System.Runtime.Intrinsics.Vector256<float> whenFalse) { }
        public static System.Runtime.Intrinsics.Vector256<float> ShiftLeftBits(System.Runtime.Intrinsics.Vector256<float> a, int count) { }
        public static System.Runtime.Intrinsics.Vector256<float> ShiftRightBits(System.Runtime.Intrinsics.Vector256<float> a, int count) { }
        public static System.Runtime.Intrinsics.Vector256<float> Sqrt(System.Runtime.Intrinsics.Vector256<float> a) { }
        public static unsafe void Store(System.Runtime.Intrinsics.Vector256<float> value, float* address) { }
        public static unsafe void StorePastCaches(System.Runtime.Intrinsics.Vector256<float> value, float* address) { }
        public static System.Runtime.Intrinsics.Vector256<float> Subtract(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b) { }
        public static System.Runtime.Intrinsics.Vector256<float> XorBits(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b) { }
    }
    public readonly struct Lanes512 : CnnGen.Runtime.ILanes<System.Runtime.Intrinsics.Vector512<float>>
    {
        public static int Count { get; }
        public static System.Runtime.Intrinsics.Vector512<float> Add(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b) { }
        public static System.Runtime.Intrinsics.Vector512<float> AddBits(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b) { }
        public static System.Runtime.Intrinsics.Vector512<float> AndBits(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b) { }
        public static System.Runtime.Intrinsics.Vector512<float> Create(float value) { }
        public static System.Runtime.Intrinsics.Vector512<float> CreateBits(uint bits) { }
        public static System.Runtime.Intrinsics.Vector512<float> Divide(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b) { }
        public static unsafe System.Runtime.Intrinsics.Vector512<float> Load(float* address) { }
        public static System.Runtime.Intrinsics.Vector512<float> Max(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b) { }
        public static System.Runtime.Intrinsics.Vector512<float> Multiply(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b) { }
        public static System.Runtime.Intrinsics.Vector512<float> MultiplyAdd(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b, System.Runtime.Intrinsics.Vector512<float> c) { }
        public static System.Runtime.Intrinsics.Vector512<float> MultiplyHighBits(System.Runtime.Intrinsics.Vector512<float> a, uint factor) { }
        public static System.Runtime.Intrinsics.Vector512<float> MultiplyLowBits(System.Runtime.Intrinsics.Vector512<float> a, uint factor) { }
        public static System.Runtime.Intrinsics.Vector512<float> OrBits(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b) { }
        public static System.Runtime.Intrinsics.Vector512<float> Round(System.Runtime.Intrinsics.Vector512<float> a) { }
        public static System.Runtime.Intrinsics.Vector512<float> SelectLess(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b, System.Runtime.Intrinsics.Vector512<float> whenTrue, System.Runtime.Intrinsics.Vector512<float> whenFalse) { }
        public static System.Runtime.Intrinsics.Vector512<float> SelectLessBits(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b, System.Runtime.Intrinsics.Vector512<float> whenTrue, System.Runtime.Intrinsics.Vector512<float> whenFalse) { }
        public static System.Runtime.Intrinsics.Vector512<float> SelectLessOrEqual(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b, System.Runtime.Intrinsics.Vector512<float> whenTrue, System.Runtime.Intrinsics.Vector512<float> whenFalse) { }
        public static System.Runtime.Intrinsics.Vector512<float> ShiftLeftBits(System.Runtime.Intrinsics.Vector512<float> a, int count) { }
        public static System.Runtime.Intrinsics.Vector512<float> ShiftRightBits(System.Runtime.Intrinsics.Vector512<float> a, int count) { }
        public static System.Runtime.Intrinsics.Vector512<float> Sqrt(System.Runtime.Intrinsics.Vector512<float> a) { }
        public static unsafe void Store(System.Runtime.Intrinsics.Vector512<float> value, float* address) { }
        public static unsafe void StorePastCaches(System.Runtime.Intrinsics.Vector512<float> value, float* address) { }
        public static System.Runtime.Intrinsics.Vector512<float> Subtract(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b) { }
        public static System.Runtime.Intrinsics.Vector512<float> XorBits(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b) { }
    }
    public static class LayerNormalization
    {
        public static unsafe void Backward<L, V>(float* x, float* statistics, float* dy, float* dx, int count, float* gamma, float* betaSums, float* gammaSums)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static unsafe void Forward<L, V>(float* x, float* statistics, float* y, int count, float* gamma, float* beta, double epsilon)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static unsafe void Sums<L, V>(float* x, float* statistics, float* dy, int count, float* betaSums, float* gammaSums)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct LeakyReluFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct LinearFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public static class LogSoftmax
    {
        public static unsafe void Backward<L, V>(float* logarithms, float* outputGradient, float* inputGradient, int count)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static unsafe void Forward<L, V>(float* logits, float* logarithms, int count)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct MishFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V x, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct MovingStatistics
    {
        public readonly unsafe float* Mean;
        public readonly unsafe float* Variance;
        public MovingStatistics(float* mean, float* variance) { }
    }
    public readonly struct NativeImages
    {
        public NativeImages(byte* images, nuint values) { }
        public NativeImages(float* images, nuint values) { }
    }
    public sealed class NativeNetwork
    {
        public NativeNetwork(System.Func<int, CnnGen.CompiledNetwork> create) { }
        public static unsafe byte* LastError { get; }
        public CnnGen.Runtime.NativeStatus Adapt(nint network, CnnGen.Runtime.NativeImages images) { }
        public unsafe CnnGen.Runtime.NativeStatus Create(int seed, System.IntPtr* network) { }
        public CnnGen.Runtime.NativeStatus Destroy(nint network) { }
        public unsafe byte* InstructionSetName(nint network) { }
        public unsafe CnnGen.Runtime.NativeStatus Load(nint network, byte* path) { }
        public unsafe CnnGen.Runtime.NativeStatus Load(nint network, byte* data, nuint dataBytes) { }
        public unsafe CnnGen.Runtime.NativeStatus Predict(nint network, CnnGen.Runtime.NativeImages images, float* outputs, nuint outputValues) { }
        public unsafe CnnGen.Runtime.NativeStatus Predict(nint network, CnnGen.Runtime.NativeImages images, float* outputs, nuint outputValues, System.ReadOnlySpan<CnnGen.Runtime.NativeOutput> furtherOutputs) { }
        public unsafe CnnGen.Runtime.NativeStatus Save(nint network, byte* path) { }
        public CnnGen.Runtime.NativeStatus SetThreads(nint network, int threads) { }
        public unsafe CnnGen.Runtime.NativeStatus TrainStep(nint network, CnnGen.Runtime.NativeImages images, int* labels, nuint labelCount, double learningRate, double* loss, int* correct) { }
        public static unsafe byte* Text(System.ReadOnlySpan<byte> literal) { }
    }
    public readonly struct NativeOutput
    {
        public NativeOutput(float* values, nuint count) { }
    }
    public enum NativeStatus
    {
        Ok = 0,
        InvalidArgument = 1,
        InvalidHandle = 2,
        Busy = 3,
        Unsupported = 4,
        Io = 5,
        BadFile = 6,
        OutOfMemory = 7,
        Internal = 8,
    }
    public abstract class NetworkCode
    {
        protected NetworkCode() { }
        public abstract int BackwardKernelItems { get; }
        public abstract bool EndsInSoftmax { get; }
        public abstract int ForwardKernelItems { get; }
        public virtual int FrozenBackwardKernelItems { get; }
        public virtual int FrozenForwardKernelItems { get; }
        public virtual System.ReadOnlySpan<CnnGen.Activation> FurtherProbabilities { get; }
        public abstract System.ReadOnlySpan<int> InferStageItems { get; }
        public virtual bool PenalizesActivities { get; }
        public abstract int Segments { get; }
        public virtual bool TakesLogitsGradients { get; }
        public abstract int WeightGradientItems { get; }
        public abstract void Backward(in CnnGen.Runtime.NetworkPass pass, int segment, int first, int count);
        public abstract void Forward(in CnnGen.Runtime.NetworkPass pass, int segment, int first, int count);
        public abstract void Infer(in CnnGen.Runtime.NetworkPass pass);
        public abstract void InferStage(in CnnGen.Runtime.NetworkPass pass, int stage, int item);
        public virtual void JoinBackward(in CnnGen.Runtime.NetworkPass pass, int segment) { }
        public virtual void JoinForward(in CnnGen.Runtime.NetworkPass pass, int segment) { }
        public virtual void Loss(in CnnGen.Runtime.NetworkPass pass, int first, int count) { }
        public abstract void PrepareBackwardKernel(in CnnGen.Runtime.NetworkPass pass, int item);
        public abstract void PrepareForwardKernel(in CnnGen.Runtime.NetworkPass pass, int item);
        public virtual void PrepareInference(in CnnGen.Runtime.NetworkPass pass) { }
        public virtual void PrepareTraining(in CnnGen.Runtime.NetworkPass pass) { }
        public virtual bool RunLayer(in CnnGen.Runtime.NetworkPass pass, int layer, CnnGen.LayerDirection direction) { }
        public abstract void SumRound(in CnnGen.Runtime.NetworkPass pass, int gradient, int firstStrip, int strips, int item);
        public abstract void TransformRound(in CnnGen.Runtime.NetworkPass pass, int gradient, int firstStrip, int item);
        public abstract void WeightGradient(in CnnGen.Runtime.NetworkPass pass, int item);
    }
    public struct NetworkPass
    {
        public unsafe double* ActivityPenalties;
        public unsafe float* BackwardKernels;
        public unsafe float* Batch;
        public unsafe byte* Bytes;
        public int Count;
        public System.IntPtr First;
        public unsafe float* Floats;
        public unsafe float* ForwardKernels;
        public bool FromLogits;
        public unsafe bool* FurtherAreOfLogits;
        public unsafe float** FurtherGradients;
        public unsafe float** FurtherOutputs;
        public unsafe float* Gradients;
        public unsafe int* Labels;
        public float LastLossWeight;
        public unsafe float** LayerGradients;
        public unsafe float* LossWeights;
        public unsafe float* Losses;
        public unsafe float* OutputGradients;
        public unsafe float* Outputs;
        public unsafe float* Round;
        public unsafe float* Scratch;
        public ulong Seed;
        public ulong Step;
        public unsafe float* Weights;
        public unsafe float* Workspace;
        public bool FurtherIsOfLogits(int output) { }
        public float ImageScale(int image) { }
        public float LossScale(int image) { }
    }
    public readonly struct PastCaches : CnnGen.Runtime.IKernelStore
    {
        public static void Finish() { }
        public static unsafe void Store<L, V>(V value, float* address)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public static class Prefetch
    {
        public static unsafe void Far(float* line) { }
        public static unsafe void Lines(float* first, nint imageStride, int images, int lines) { }
        public static unsafe void Near(float* line) { }
    }
    public static class Rectified
    {
        public static V Elu<L, V>(V x, float alpha)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V EluGradient<L, V>(V y, V dy, float alpha)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V LeakyRelu<L, V>(V x, float slope)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V LeakyReluGradient<L, V>(V y, V dy, float slope)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Relu<L, V>(V x, float max, float slope, float threshold)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V ReluGradient<L, V>(V y, V dy, float max, float slope)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct Relu6Function : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct ReluFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public static class RunningSums
    {
        public static float Join<L, V>(V sums)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public static class ScalarMath
    {
        public static bool IsFused { get; }
        public static System.Runtime.Intrinsics.Vector128<float> MultiplyAdd(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b, System.Runtime.Intrinsics.Vector128<float> c) { }
        public static float MultiplyAdd(float a, float b, float c) { }
    }
    public readonly struct Scaled<F, D> : CnnGen.Runtime.IEpilogue
        where F : CnnGen.Runtime.IActivationFunction
        where D : CnnGen.Runtime.IDistance
    {
        public static unsafe V Apply<L, V>(V value, float* operand, nint pixel)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct SeluFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct SigmoidFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct SiluFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V x, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public static class Softmax
    {
        public static unsafe void Backward<L, V>(float* probabilities, float* outputGradient, float* inputGradient, int count)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static unsafe void Forward<L, V>(float* logits, float* probabilities, int count)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public static class SoftmaxCrossEntropy
    {
        public static unsafe float Apply(CnnGen.Runtime.InstructionSet instructionSet, float* logits, float* probabilities, int count, int label, float gradientScale, float* logitsGradient) { }
        public static unsafe float Apply<L, V>(float* logits, float* probabilities, int count, int label, float gradientScale, float* logitsGradient)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static unsafe void Forward<L, V>(float* logits, float* probabilities, int count, int* labels, float* losses, nint imageStride, int images)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct SoftplusFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct SoftsignFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public static class SpatialDropout
    {
        public static V Apply<L, V>(V x, V factors)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Factors<L, V>(int first, double rate, in CnnGen.Runtime.DropoutKey key)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct TanhFunction : CnnGen.Runtime.IActivationFunction
    {
        public static V Apply<L, V>(V x)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static V Derive<L, V>(V y, V dy)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public readonly struct ThroughCaches : CnnGen.Runtime.IKernelStore
    {
        public static void Finish() { }
        public static unsafe void Store<L, V>(V value, float* address)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public static class UnitNormalization
    {
        public static unsafe void Backward<L, V>(float* x, float* dy, float* dx, int count)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
        public static unsafe void Forward<L, V>(float* x, float* y, int count)
            where L : CnnGen.Runtime.ILanes<V>
            where V :  unmanaged { }
    }
    public static class WinogradGradient<L, V>
        where L : CnnGen.Runtime.ILanes<V>
        where V :  unmanaged
    {
        public static unsafe void Tile2x2(float* x, nint rowStep, nint columnStep, float* v, nint frequencyStep, int floats) { }
        public static unsafe void Tile4x4(float* x, nint rowStep, nint columnStep, float* v, nint frequencyStep, int floats) { }
    }
    public static class WinogradInput<L, V>
        where L : CnnGen.Runtime.ILanes<V>
        where V :  unmanaged
    {
        public static unsafe void Tile2x2(float* x, nint rowStep, nint columnStep, float* v, nint frequencyStep, int floats) { }
        public static unsafe void Tile4x4(float* x, nint rowStep, nint columnStep, float* v, nint frequencyStep, int floats) { }
    }
    public static class WinogradKernelGradient<L, V>
        where L : CnnGen.Runtime.ILanes<V>
        where V :  unmanaged
    {
        public static unsafe void Tile2x2(float* m, nint frequencyStep, float* dw, nint tapStep, int floats) { }
        public static unsafe void Tile4x4(float* m, nint frequencyStep, float* dw, nint tapStep, int floats) { }
    }
    public static class WinogradKernel<L, V>
        where L : CnnGen.Runtime.ILanes<V>
        where V :  unmanaged
    {
        public static unsafe void Tile2x2<S>(float* g, nint tapStep, int lanes, float* u, nint rowStep, nint frequencyStep, int rows)
            where S : CnnGen.Runtime.IKernelStore { }
        public static unsafe void Tile4x4<S>(float* g, nint tapStep, int lanes, float* u, nint rowStep, nint frequencyStep, int rows)
            where S : CnnGen.Runtime.IKernelStore { }
    }
    public static class WinogradOutput<L, V>
        where L : CnnGen.Runtime.ILanes<V>
        where V :  unmanaged
    {
        public static unsafe void Pooled2x2<E>(float* m, nint frequencyStep, float* operand, float* y, int floats)
            where E : CnnGen.Runtime.IEpilogue { }
        public static unsafe void Pooled4x4<E>(float* m, nint frequencyStep, float* operand, float* y, nint rowStep, nint columnStep, int floats, int rows, int columns)
            where E : CnnGen.Runtime.IEpilogue { }
        public static unsafe void Tile2x2<C, E>(float* m, nint frequencyStep, float* operand, nint operandRowStep, float* y, nint rowStep, nint columnStep, int floats, int rows)
            where C : CnnGen.Runtime.IExtent
            where E : CnnGen.Runtime.IEpilogue { }
        public static unsafe void Tile4x4<C, E>(float* m, nint frequencyStep, float* operand, nint operandRowStep, float* y, nint rowStep, nint columnStep, int floats, int rows)
            where C : CnnGen.Runtime.IExtent
            where E : CnnGen.Runtime.IEpilogue { }
    }
    public sealed class WorkerTeam : System.IDisposable
    {
        public const int MaxThreads = 1024;
        public WorkerTeam(int threads) { }
        public int Threads { get; }
        public void Dispose() { }
        protected override void Finalize() { }
        public void Run(System.Action<int, int> body, int items, bool inRanges = false) { }
    }
}
namespace CnnGen.Training
{
    public sealed class Accuracy : CnnGen.Training.AccuracyMetric
    {
        public Accuracy() { }
        public override string Name { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
        public override bool Takes(CnnGen.Training.TargetKind kind) { }
    }
    public abstract class AccuracyMetric : CnnGen.Training.Metric, CnnGen.Training.IResumable
    {
        public override sealed bool IsHigherBetter { get; }
        public override sealed double Result { get; }
        public override sealed void Reset() { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
        public override sealed void Update(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, int count) { }
    }
    public sealed class Adadelta : CnnGen.Training.Optimizer
    {
        public Adadelta(CnnGen.Training.LearningRate? learningRate = default) { }
        public double Epsilon { get; init; }
        public double Rho { get; init; }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class Adagrad : CnnGen.Training.Optimizer
    {
        public Adagrad(CnnGen.Training.LearningRate? learningRate = default) { }
        public double Epsilon { get; init; }
        public double InitialAccumulatorValue { get; init; }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public class Adam : CnnGen.Training.MomentOptimizer
    {
        public Adam(CnnGen.Training.LearningRate? learningRate = default) { }
        public bool AmsGrad { get; init; }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class AdamW : CnnGen.Training.Adam
    {
        public AdamW(CnnGen.Training.LearningRate? learningRate = default) { }
    }
    public sealed class Adamax : CnnGen.Training.MomentOptimizer
    {
        public Adamax(CnnGen.Training.LearningRate? learningRate = default) { }
    }
    public sealed class Auc : CnnGen.Training.Metric, CnnGen.Training.IHasSettings, CnnGen.Training.IResumable
    {
        public Auc() { }
        public CnnGen.Training.AucCurve Curve { get; init; }
        public override bool IsHigherBetter { get; }
        public override string Name { get; }
        public override double Result { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
        public int Thresholds { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override void Reset() { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
        public override void Update(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, int count) { }
    }
    public enum AucCurve
    {
        Roc = 0,
        PrecisionRecall = 1,
    }
    public enum Averaging
    {
        Micro = 0,
        Macro = 1,
        Weighted = 2,
    }
    public readonly struct BatchProgress : System.IEquatable<CnnGen.Training.BatchProgress>
    {
        public BatchProgress(int Epoch, int Epochs, int Batch, int Batches, int ImagesDone, int Images, double Loss, double Accuracy, double ImagesPerSecond, System.TimeSpan EpochTimeLeft, System.TimeSpan TimeLeft, int NonFinite = 0) { }
        public double Accuracy { get; init; }
        public int Batch { get; init; }
        public int Batches { get; init; }
        public int Epoch { get; init; }
        public System.TimeSpan EpochTimeLeft { get; init; }
        public int Epochs { get; init; }
        public int Images { get; init; }
        public int ImagesDone { get; init; }
        public double ImagesPerSecond { get; init; }
        public double this[string name] { get; }
        public double Loss { get; init; }
        public CnnGen.Training.MetricValues Metrics { get; init; }
        public int NonFinite { get; init; }
        public System.TimeSpan TimeLeft { get; init; }
    }
    public readonly struct BatchResult : System.IEquatable<CnnGen.Training.BatchResult>
    {
        public BatchResult(double Loss, int Correct, int Count, int NonFinite = 0) { }
        public int Correct { get; init; }
        public int Count { get; init; }
        public double this[string name] { get; }
        public double Loss { get; init; }
        public int NonFinite { get; init; }
        public int Positions { get; init; }
        public CnnGen.Training.TargetKind TargetKind { get; init; }
        public override string ToString() { }
    }
    public sealed class BinaryAccuracy : CnnGen.Training.AccuracyMetric, CnnGen.Training.IHasSettings
    {
        public BinaryAccuracy() { }
        public override string Name { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
        public double Threshold { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class BinaryCrossentropy : CnnGen.Training.CrossentropyLoss
    {
        public BinaryCrossentropy() { }
    }
    public sealed class BinaryFocalCrossentropy : CnnGen.Training.CrossentropyLoss
    {
        public BinaryFocalCrossentropy() { }
        public double Alpha { get; init; }
        public bool ApplyClassBalancing { get; init; }
        public double Gamma { get; init; }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class CategoricalAccuracy : CnnGen.Training.AccuracyMetric
    {
        public CategoricalAccuracy() { }
        public override string Name { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
    }
    public sealed class CategoricalCrossentropy : CnnGen.Training.CrossentropyLoss
    {
        public CategoricalCrossentropy() { }
    }
    public sealed class CategoricalFocalCrossentropy : CnnGen.Training.CrossentropyLoss
    {
        public CategoricalFocalCrossentropy() { }
        public double Alpha { get; init; }
        public double Gamma { get; init; }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class CategoricalHinge : CnnGen.Training.ValueLoss
    {
        public CategoricalHinge() { }
    }
    public sealed class CheckpointOptions
    {
        public CheckpointOptions(string folder) { }
        public int EveryEpochs { get; init; }
        public int? EverySteps { get; init; }
        public string Folder { get; }
        public int Keep { get; init; }
        public bool Resume { get; init; }
    }
    public abstract class ClassCounts : CnnGen.Training.Metric, CnnGen.Training.IHasSettings, CnnGen.Training.IResumable
    {
        public CnnGen.Training.Averaging Average { get; init; }
        public int? ClassId { get; init; }
        public override sealed bool IsHigherBetter { get; }
        public override sealed string Name { get; }
        public override sealed double Result { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
        public double Threshold { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override sealed void Reset() { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
        public override sealed bool Takes(CnnGen.Training.TargetKind kind) { }
        public override sealed void Update(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, int count) { }
    }
    public readonly struct ClassPrediction : System.IEquatable<CnnGen.Training.ClassPrediction>
    {
        public ClassPrediction(int Class, string Name, float Probability) { }
        public int Class { get; init; }
        public string Name { get; init; }
        public float Probability { get; init; }
    }
    public readonly struct ClassScore : System.IEquatable<CnnGen.Training.ClassScore>
    {
        public ClassScore(double Precision, double Recall, double F1, long Support) { }
        public double F1 { get; init; }
        public double Precision { get; init; }
        public double Recall { get; init; }
        public long Support { get; init; }
    }
    public sealed class ClassScores
    {
        public double Accuracy { get; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.Training.ClassScore> Classes { get; }
        public CnnGen.Training.ClassScore Macro { get; }
        public long Support { get; }
        public CnnGen.Training.ClassScore Weighted { get; }
        public static CnnGen.Training.ClassScores Of(CnnGen.Training.ConfusionMatrix matrix) { }
    }
    public static class ClassWeighting
    {
        public static System.Collections.Generic.IReadOnlyDictionary<int, float> Balanced(CnnGen.Data.IImageSource data, int? ignoreClass = default) { }
    }
    public sealed class ConfusionMatrix : CnnGen.Training.Metric, CnnGen.Training.IResumable
    {
        public ConfusionMatrix() { }
        public int Classes { get; }
        public override bool IsHigherBetter { get; }
        public long this[int label, int predicted] { get; }
        public override string Name { get; }
        public override double Result { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
        public long NonFinite(int label) { }
        public override void Reset() { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
        public override bool Takes(CnnGen.Training.TargetKind kind) { }
        public override void Update(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, int count) { }
    }
    public sealed class CosineDecay : CnnGen.Training.LearningRateSchedule, CnnGen.Training.IHasSettings
    {
        public CosineDecay(double initialLearningRate, long decaySteps) { }
        public double Alpha { get; init; }
        public long DecaySteps { get; }
        public double InitialLearningRate { get; }
        public long WarmupSteps { get; init; }
        public double? WarmupTarget { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override double At(long step) { }
    }
    public sealed class CosineDecayRestarts : CnnGen.Training.LearningRateSchedule, CnnGen.Training.IHasSettings
    {
        public CosineDecayRestarts(double initialLearningRate, long firstDecaySteps) { }
        public double Alpha { get; init; }
        public long FirstDecaySteps { get; }
        public double InitialLearningRate { get; }
        public double RateFactor { get; init; }
        public double TimeFactor { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override double At(long step) { }
    }
    public sealed class CosineSimilarity : CnnGen.Training.ValueLoss
    {
        public CosineSimilarity() { }
    }
    public abstract class CrossentropyLoss : CnnGen.Training.ValueLoss, CnnGen.Training.IHasSettings
    {
        public bool FromLogits { get; init; }
        public double LabelSmoothing { get; init; }
        public virtual void AddSettings(CnnGen.Training.SettingList settings) { }
        public override void CheckNetwork(CnnGen.INetwork network) { }
    }
    public sealed class CsvLogger : CnnGen.Training.IResumable, CnnGen.Training.ITrainingCallback
    {
        public CsvLogger(string path) { }
        public bool Append { get; init; }
        public bool IsForOneProcess { get; }
        public void OnEpochEnd(in CnnGen.Training.EpochResult result) { }
        public void OnTrainBegin(CnnGen.Training.TrainingContext training) { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
    }
    public sealed class Dice : CnnGen.Training.ValueLoss
    {
        public Dice() { }
    }
    public enum Direction
    {
        Auto = 0,
        Min = 1,
        Max = 2,
    }
    public sealed class EarlyStopping : CnnGen.Training.IHasSettings, CnnGen.Training.IResumable, CnnGen.Training.ITrainingCallback
    {
        public EarlyStopping(string monitor = "val_loss") { }
        public int BestEpoch { get; }
        public CnnGen.Training.Direction Direction { get; init; }
        public double MinDelta { get; init; }
        public int Patience { get; init; }
        public bool RestoreBestWeights { get; init; }
        public int StartFromEpoch { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public void OnEpochEnd(in CnnGen.Training.EpochResult result) { }
        public void OnTrainBegin(CnnGen.Training.TrainingContext training) { }
        public void OnTrainEnd(CnnGen.Training.History history) { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
    }
    public abstract class ElementLoss : CnnGen.Training.ValueLoss { }
    public readonly struct EpochResult : System.IEquatable<CnnGen.Training.EpochResult>
    {
        public EpochResult(int Epoch, int Images, double Loss, CnnGen.Training.MetricValues Metrics, double? ValidationLoss, CnnGen.Training.MetricValues? ValidationMetrics, double Seconds, double ImagesPerSecond, int NonFinite = 0, int? ValidationNonFinite = default) { }
        public EpochResult(int epoch, int images, double loss, double accuracy, double? validationLoss, double? validationAccuracy, double seconds, double imagesPerSecond, int nonFinite = 0, int? validationNonFinite = default) { }
        public double Accuracy { get; }
        public int Epoch { get; init; }
        public int Images { get; init; }
        public double ImagesPerSecond { get; init; }
        public double? this[string name] { get; }
        public double Loss { get; init; }
        public CnnGen.Training.MetricValues Metrics { get; init; }
        public System.Collections.Generic.IEnumerable<string> Names { get; }
        public int NonFinite { get; init; }
        public double Seconds { get; init; }
        public CnnGen.Training.Straggler? Straggler { get; init; }
        public double? ValidationAccuracy { get; }
        public double? ValidationLoss { get; init; }
        public CnnGen.Training.MetricValues? ValidationMetrics { get; init; }
        public int? ValidationNonFinite { get; init; }
        public override string ToString() { }
    }
    public readonly struct EpochStart : System.IEquatable<CnnGen.Training.EpochStart>
    {
        public EpochStart(int Epoch, int Epochs, int Batches, int Images) { }
        public int Batches { get; init; }
        public int BatchesDone { get; init; }
        public int Epoch { get; init; }
        public int Epochs { get; init; }
        public int Images { get; init; }
    }
    public readonly struct EvaluationResult : System.IEquatable<CnnGen.Training.EvaluationResult>
    {
        public EvaluationResult(double Loss, CnnGen.Training.MetricValues Metrics, int Count, int NonFinite = 0) { }
        public EvaluationResult(double loss, double accuracy, int count, int nonFinite = 0) { }
        public double Accuracy { get; }
        public int Count { get; init; }
        public double this[string name] { get; }
        public double Loss { get; init; }
        public CnnGen.Training.MetricValues Metrics { get; init; }
        public int NonFinite { get; init; }
        public override string ToString() { }
    }
    public sealed class ExponentialDecay : CnnGen.Training.LearningRateSchedule, CnnGen.Training.IHasSettings
    {
        public ExponentialDecay(double initialLearningRate, long decaySteps, double decayRate) { }
        public double DecayRate { get; }
        public long DecaySteps { get; }
        public double InitialLearningRate { get; }
        public bool Staircase { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override double At(long step) { }
    }
    public sealed class F1Score : CnnGen.Training.ClassCounts
    {
        public F1Score() { }
    }
    public sealed class FitOptions : System.IEquatable<CnnGen.Training.FitOptions>
    {
        public FitOptions() { }
        public System.Collections.Generic.IReadOnlyList<CnnGen.Data.IAugmentation> Augmentation { get; init; }
        public int BatchSize { get; init; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.Training.ITrainingCallback> Callbacks { get; init; }
        public System.Threading.CancellationToken CancellationToken { get; init; }
        public CnnGen.Training.CheckpointOptions? Checkpoint { get; init; }
        public System.Collections.Generic.IReadOnlyDictionary<int, float>? ClassWeights { get; init; }
        public CnnGen.Training.ICluster? Cluster { get; init; }
        public int Epochs { get; init; }
        public CnnGen.Training.Loss? Loss { get; init; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.Training.Metric>? Metrics { get; init; }
        public CnnGen.Training.Optimizer Optimizer { get; init; }
        public CnnGen.Training.Progress? Progress { get; init; }
        public int ReadAhead { get; init; }
        public int? ReadThreads { get; init; }
        public ulong Seed { get; init; }
        public int Shards { get; init; }
        public bool Shuffle { get; init; }
        public CnnGen.Data.IImageSource? Validation { get; init; }
        public double ValidationSplit { get; init; }
    }
    public sealed class Ftrl : CnnGen.Training.Optimizer
    {
        public Ftrl(CnnGen.Training.LearningRate? learningRate = default) { }
        public double Beta { get; init; }
        public double InitialAccumulatorValue { get; init; }
        public double L1RegularizationStrength { get; init; }
        public double L2RegularizationStrength { get; init; }
        public double L2ShrinkageRegularizationStrength { get; init; }
        public double LearningRatePower { get; init; }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class Hinge : CnnGen.Training.ElementLoss
    {
        public Hinge() { }
    }
    public sealed class History
    {
        public bool Cancelled { get; }
        public System.Collections.Generic.IReadOnlyList<CnnGen.Training.EpochResult> Epochs { get; }
        public System.Exception? Error { get; }
        public CnnGen.Training.TrainingStep? FirstNonFiniteStep { get; }
        public System.Collections.Generic.IReadOnlyList<double?> this[string name] { get; }
        public System.Collections.Generic.IReadOnlyList<string> Names { get; }
        public CnnGen.Training.ResumePoint? ResumedFrom { get; }
        public string? StopReason { get; }
        public void WriteCsv(string path) { }
        public static CnnGen.Training.History? Of(System.Exception exception) { }
    }
    public sealed class Huber : CnnGen.Training.ElementLoss, CnnGen.Training.IHasSettings
    {
        public Huber() { }
        public double Delta { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public interface ICluster
    {
        int Rank { get; }
        int Size { get; }
        void AllGather(System.Span<byte> all, System.ReadOnlySpan<int> lengths);
        void AllToAll(System.ReadOnlySpan<byte> given, System.ReadOnlySpan<int> givenLengths, System.Span<byte> received, System.ReadOnlySpan<int> receivedLengths);
        void Fail(System.Exception reason);
    }
    public interface IHasSettings
    {
        void AddSettings(CnnGen.Training.SettingList settings);
    }
    public interface IResumable
    {
        void RestoreState(CnnGen.Training.TrainingState state);
        void SaveState(CnnGen.Training.TrainingState state);
    }
    public interface ITrainingCallback
    {
        bool IsForOneProcess { get; }
        void OnBatchEnd(in CnnGen.Training.BatchProgress progress);
        void OnEpochBegin(in CnnGen.Training.EpochStart epoch);
        void OnEpochEnd(in CnnGen.Training.EpochResult result);
        void OnTrainBegin(CnnGen.Training.TrainingContext training);
        void OnTrainEnd(CnnGen.Training.History history);
        void OnValidationBegin();
        void OnValidationEnd();
    }
    public sealed class InverseTimeDecay : CnnGen.Training.LearningRateSchedule, CnnGen.Training.IHasSettings
    {
        public InverseTimeDecay(double initialLearningRate, long decaySteps, double decayRate) { }
        public double DecayRate { get; }
        public long DecaySteps { get; }
        public double InitialLearningRate { get; }
        public bool Staircase { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override double At(long step) { }
    }
    public sealed class KLDivergence : CnnGen.Training.ValueLoss
    {
        public KLDivergence() { }
        public override string Name { get; }
    }
    public sealed class Lamb : CnnGen.Training.MomentOptimizer
    {
        public Lamb(CnnGen.Training.LearningRate? learningRate = default) { }
    }
    public readonly struct LearningRate : System.IEquatable<CnnGen.Training.LearningRate>, System.IFormattable
    {
        public CnnGen.Training.LearningRateSchedule? Schedule { get; }
        public double Value { get; }
        public override string ToString() { }
        public string ToString(string? format, System.IFormatProvider? formatProvider) { }
        public static double op_Implicit(CnnGen.Training.LearningRate rate) { }
        public static CnnGen.Training.LearningRate op_Implicit(CnnGen.Training.LearningRateSchedule schedule) { }
        public static CnnGen.Training.LearningRate op_Implicit(double value) { }
    }
    public sealed class LearningRateFunction : CnnGen.Training.LearningRateSchedule, CnnGen.Training.IHasSettings
    {
        public LearningRateFunction(System.Func<long, double> function) { }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override double At(long step) { }
    }
    public abstract class LearningRateSchedule
    {
        protected LearningRateSchedule() { }
        public abstract double At(long step);
    }
    public sealed class LearningRateScheduler : CnnGen.Training.IHasSettings, CnnGen.Training.ITrainingCallback
    {
        public LearningRateScheduler(System.Func<int, double, double> schedule) { }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public void OnEpochBegin(in CnnGen.Training.EpochStart epoch) { }
        public void OnTrainBegin(CnnGen.Training.TrainingContext training) { }
    }
    public sealed class Lion : CnnGen.Training.Optimizer
    {
        public Lion(CnnGen.Training.LearningRate? learningRate = default) { }
        public double Beta1 { get; init; }
        public double Beta2 { get; init; }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class LogCosh : CnnGen.Training.ElementLoss
    {
        public LogCosh() { }
    }
    public abstract class Loss
    {
        protected Loss() { }
        public virtual string Name { get; }
        public abstract CnnGen.Training.TargetKind TargetKind { get; }
        public virtual void CheckNetwork(CnnGen.INetwork network) { }
        public abstract double Compute(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, System.Span<float> gradients);
        public static CnnGen.Training.Loss For(CnnGen.INetwork network) { }
    }
    public sealed class MeanAbsoluteError : CnnGen.Training.ElementLoss
    {
        public MeanAbsoluteError() { }
    }
    public sealed class MeanAbsolutePercentageError : CnnGen.Training.ElementLoss
    {
        public MeanAbsolutePercentageError() { }
    }
    public sealed class MeanIoU : CnnGen.Training.Metric, CnnGen.Training.IResumable
    {
        public MeanIoU() { }
        public override bool IsHigherBetter { get; }
        public override string Name { get; }
        public override double Result { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
        public override void Reset() { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
        public override bool Takes(CnnGen.Training.TargetKind kind) { }
        public override void Update(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, int count) { }
    }
    public sealed class MeanSquaredError : CnnGen.Training.ElementLoss
    {
        public MeanSquaredError() { }
    }
    public sealed class MeanSquaredLogarithmicError : CnnGen.Training.ElementLoss
    {
        public MeanSquaredLogarithmicError() { }
    }
    public abstract class Metric
    {
        protected Metric() { }
        public virtual bool IsHigherBetter { get; }
        public abstract string Name { get; }
        public System.Collections.Generic.IReadOnlyList<int> OutputShape { get; }
        public abstract double Result { get; }
        public abstract CnnGen.Training.TargetKind TargetKind { get; }
        public abstract void Reset();
        public virtual bool Takes(CnnGen.Training.TargetKind kind) { }
        public abstract void Update(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, int count);
        public static CnnGen.Training.Metric op_Implicit(CnnGen.Training.Loss loss) { }
    }
    public readonly struct MetricValues : System.Collections.Generic.IEnumerable<System.Collections.Generic.KeyValuePair<string, double>>, System.Collections.Generic.IReadOnlyCollection<System.Collections.Generic.KeyValuePair<string, double>>, System.Collections.Generic.IReadOnlyList<System.Collections.Generic.KeyValuePair<string, double>>, System.Collections.IEnumerable, System.IEquatable<CnnGen.Training.MetricValues>
    {
        public int Count { get; }
        public System.Collections.Generic.KeyValuePair<string, double> this[int index] { get; }
        public double this[string name] { get; }
        public bool Equals(CnnGen.Training.MetricValues other) { }
        public override bool Equals(object? obj) { }
        public System.Collections.Generic.IEnumerator<System.Collections.Generic.KeyValuePair<string, double>> GetEnumerator() { }
        public override int GetHashCode() { }
        public override string ToString() { }
        public bool TryGetValue(string name, out double value) { }
        public static CnnGen.Training.MetricValues OfAccuracy(double accuracy) { }
        public static bool operator !=(CnnGen.Training.MetricValues left, CnnGen.Training.MetricValues right) { }
        public static bool operator ==(CnnGen.Training.MetricValues left, CnnGen.Training.MetricValues right) { }
    }
    public sealed class ModelCheckpoint : CnnGen.Training.IResumable, CnnGen.Training.ITrainingCallback
    {
        public ModelCheckpoint(string path, string monitor = "val_loss") { }
        public CnnGen.Training.Direction Direction { get; init; }
        public bool IsForOneProcess { get; }
        public int? Keep { get; init; }
        public string? LastPath { get; }
        public bool SaveBestOnly { get; init; }
        public void OnEpochEnd(in CnnGen.Training.EpochResult result) { }
        public void OnTrainBegin(CnnGen.Training.TrainingContext training) { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
    }
    public abstract class MomentOptimizer : CnnGen.Training.Optimizer
    {
        public double Beta1 { get; init; }
        public double Beta2 { get; init; }
        public double Epsilon { get; init; }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class Nadam : CnnGen.Training.MomentOptimizer
    {
        public Nadam(CnnGen.Training.LearningRate? learningRate = default) { }
    }
    public static class NetworkTraining
    {
        public static System.Collections.Generic.IReadOnlyList<CnnGen.Training.ClassPrediction> DecodePredictions(System.ReadOnlySpan<float> predictions, System.Collections.Generic.IReadOnlyList<string> classNames, int top = 5) { }
        public static CnnGen.Training.EvaluationResult Evaluate(this CnnGen.INetwork network, CnnGen.Data.IImageSource test, int batchSize = 256, CnnGen.Training.Loss? loss = null, System.Collections.Generic.IReadOnlyList<CnnGen.Training.Metric>? metrics = null, CnnGen.Training.ICluster? cluster = null) { }
        public static CnnGen.Training.History Fit(this CnnGen.INetwork network, CnnGen.Data.IImageSource train, CnnGen.Training.FitOptions? options = null) { }
        public static int MostProbable(System.ReadOnlySpan<float> probabilities) { }
    }
    public sealed class OneCycle : CnnGen.Training.LearningRateSchedule, CnnGen.Training.IHasSettings
    {
        public OneCycle(double maximumLearningRate, long totalSteps) { }
        public double FinalDivisor { get; init; }
        public double InitialDivisor { get; init; }
        public double MaximumLearningRate { get; }
        public double RisingShare { get; init; }
        public long TotalSteps { get; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override double At(long step) { }
    }
    public abstract class Optimizer : CnnGen.Training.IHasSettings
    {
        public double? ClipNorm { get; set; }
        public double? ClipValue { get; set; }
        public double EmaMomentum { get; init; }
        public int? EmaOverwriteFrequency { get; init; }
        public double? GlobalClipNorm { get; set; }
        public int? GradientAccumulationSteps { get; init; }
        public CnnGen.Training.LearningRate LearningRate { get; set; }
        public CnnGen.Training.LearningRateSchedule? Schedule { get; set; }
        public bool UseEma { get; init; }
        public double? WeightDecay { get; set; }
        public virtual void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class OutputLosses : CnnGen.Training.Loss, CnnGen.Training.IHasSettings
    {
        public OutputLosses(CnnGen.Training.Loss last, double weight = 1) { }
        public override string Name { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override void CheckNetwork(CnnGen.INetwork network) { }
        public override double Compute(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, System.Span<float> gradients) { }
        public CnnGen.Training.OutputLosses With(string output, CnnGen.Training.Loss loss, double weight = 1) { }
    }
    public sealed class PiecewiseConstantDecay : CnnGen.Training.LearningRateSchedule, CnnGen.Training.IHasSettings
    {
        public PiecewiseConstantDecay(System.ReadOnlySpan<long> boundaries, System.ReadOnlySpan<double> values) { }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override double At(long step) { }
    }
    public sealed class Poisson : CnnGen.Training.ElementLoss
    {
        public Poisson() { }
    }
    public sealed class PolynomialDecay : CnnGen.Training.LearningRateSchedule, CnnGen.Training.IHasSettings
    {
        public PolynomialDecay(double initialLearningRate, long decaySteps, double endLearningRate = 0.0001) { }
        public long DecaySteps { get; }
        public double EndLearningRate { get; }
        public double InitialLearningRate { get; }
        public double Power { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override double At(long step) { }
    }
    public sealed class Precision : CnnGen.Training.ClassCounts
    {
        public Precision() { }
    }
    public sealed class Progress
    {
        public static CnnGen.Training.Progress Console { get; }
        public static CnnGen.Training.Progress Lines(System.IO.TextWriter output) { }
    }
    public sealed class R2Score : CnnGen.Training.Metric, CnnGen.Training.IResumable
    {
        public R2Score() { }
        public override bool IsHigherBetter { get; }
        public override string Name { get; }
        public override double Result { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
        public override void Reset() { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
        public override void Update(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, int count) { }
    }
    public sealed class Recall : CnnGen.Training.ClassCounts
    {
        public Recall() { }
    }
    public sealed class ReduceLROnPlateau : CnnGen.Training.IHasSettings, CnnGen.Training.IResumable, CnnGen.Training.ITrainingCallback
    {
        public ReduceLROnPlateau(string monitor = "val_loss") { }
        public int Cooldown { get; init; }
        public CnnGen.Training.Direction Direction { get; init; }
        public double Factor { get; init; }
        public double MinDelta { get; init; }
        public double MinLearningRate { get; init; }
        public int Patience { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public void OnEpochEnd(in CnnGen.Training.EpochResult result) { }
        public void OnTrainBegin(CnnGen.Training.TrainingContext training) { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
    }
    public sealed class ResumePoint
    {
        public int Batch { get; }
        public int Epoch { get; }
        public bool IsOver { get; }
        public string Path { get; }
        public long Step { get; }
        public override string ToString() { }
    }
    public sealed class RmsProp : CnnGen.Training.Optimizer
    {
        public RmsProp(CnnGen.Training.LearningRate? learningRate = default) { }
        public bool Centered { get; init; }
        public double Epsilon { get; init; }
        public double Momentum { get; init; }
        public double Rho { get; init; }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class RootMeanSquaredError : CnnGen.Training.Metric, CnnGen.Training.IResumable
    {
        public RootMeanSquaredError() { }
        public override string Name { get; }
        public override double Result { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
        public override void Reset() { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
        public override void Update(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, int count) { }
    }
    public sealed class SettingList
    {
        public SettingList() { }
        public void Add(string name, bool value) { }
        public void Add(string name, double? value) { }
        public void Add(string name, float? value) { }
        public void Add(string name, long? value) { }
        public void Add(string name, string? value) { }
        public void Add<T>(string name, T value)
            where T :  struct, System.Enum { }
        public void AddPart(string name, object? part) { }
        public void AddParts(string name, System.Collections.Generic.IEnumerable<object> parts) { }
        public override string ToString() { }
    }
    public sealed class Sgd : CnnGen.Training.Optimizer
    {
        public Sgd(CnnGen.Training.LearningRate? learningRate = default) { }
        public double Momentum { get; init; }
        public bool Nesterov { get; init; }
        public override void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public sealed class SparseCategoricalAccuracy : CnnGen.Training.AccuracyMetric
    {
        public SparseCategoricalAccuracy() { }
        public override string Name { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
    }
    public sealed class SparseCategoricalCrossentropy : CnnGen.Training.Loss, CnnGen.Training.IHasSettings
    {
        public SparseCategoricalCrossentropy() { }
        public bool FromLogits { get; init; }
        public int? IgnoreClass { get; init; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override void CheckNetwork(CnnGen.INetwork network) { }
        public override double Compute(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, System.Span<float> gradients) { }
    }
    public sealed class SquaredHinge : CnnGen.Training.ElementLoss
    {
        public SquaredHinge() { }
    }
    public readonly struct Straggler : System.IEquatable<CnnGen.Training.Straggler>
    {
        public Straggler(int Process, double Seconds, double SecondsOfOthers) { }
        public int Process { get; init; }
        public double Seconds { get; init; }
        public double SecondsOfOthers { get; init; }
    }
    public sealed class SwapEMAWeights : CnnGen.Training.IHasSettings, CnnGen.Training.IResumable, CnnGen.Training.ITrainingCallback
    {
        public SwapEMAWeights() { }
        public bool SwapOnEpoch { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public void OnEpochBegin(in CnnGen.Training.EpochStart epoch) { }
        public void OnEpochEnd(in CnnGen.Training.EpochResult result) { }
        public void OnTrainBegin(CnnGen.Training.TrainingContext training) { }
        public void OnTrainEnd(CnnGen.Training.History history) { }
        public void OnValidationBegin() { }
        public void OnValidationEnd() { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
    }
    public enum TargetKind
    {
        Classes = 0,
        Values = 1,
    }
    public readonly ref struct Targets
    {
        public Targets(System.ReadOnlySpan<float> values) { }
        public Targets(System.ReadOnlySpan<int> classes) { }
        public System.ReadOnlySpan<int> Classes { get; }
        public CnnGen.Training.TargetKind Kind { get; }
        public int Length { get; }
        public System.ReadOnlySpan<float> Values { get; }
        public System.ReadOnlySpan<float> Weights { get; }
        public CnnGen.Training.Targets Slice(int start, int length) { }
        public CnnGen.Training.Targets WithOutput(string output, System.ReadOnlyMemory<float> values, int images) { }
        public CnnGen.Training.Targets WithOutput(string output, System.ReadOnlyMemory<int> classes, int images) { }
        public CnnGen.Training.Targets WithWeights(System.ReadOnlySpan<float> weights) { }
        public static CnnGen.Training.Targets op_Implicit(System.ReadOnlySpan<float> values) { }
        public static CnnGen.Training.Targets op_Implicit(System.ReadOnlySpan<int> classes) { }
        public static CnnGen.Training.Targets op_Implicit(System.Span<float> values) { }
        public static CnnGen.Training.Targets op_Implicit(System.Span<int> classes) { }
        public static CnnGen.Training.Targets op_Implicit(float[] values) { }
        public static CnnGen.Training.Targets op_Implicit(int[] classes) { }
    }
    public sealed class TensorBoard : CnnGen.Training.IResumable, CnnGen.Training.ITrainingCallback
    {
        public TensorBoard(string folder = "logs") { }
        public bool IsForOneProcess { get; }
        public int? UpdateFrequency { get; init; }
        public bool WriteImages { get; init; }
        public void OnBatchEnd(in CnnGen.Training.BatchProgress progress) { }
        public void OnEpochEnd(in CnnGen.Training.EpochResult result) { }
        public void OnTrainBegin(CnnGen.Training.TrainingContext training) { }
        public void OnTrainEnd(CnnGen.Training.History history) { }
        public void RestoreState(CnnGen.Training.TrainingState state) { }
        public void SaveState(CnnGen.Training.TrainingState state) { }
    }
    public sealed class TerminateOnNaN : CnnGen.Training.ITrainingCallback
    {
        public TerminateOnNaN() { }
        public void OnBatchEnd(in CnnGen.Training.BatchProgress progress) { }
        public void OnTrainBegin(CnnGen.Training.TrainingContext training) { }
    }
    public sealed class TopKAccuracy : CnnGen.Training.AccuracyMetric, CnnGen.Training.IHasSettings
    {
        public TopKAccuracy() { }
        public int K { get; init; }
        public override string Name { get; }
        public override CnnGen.Training.TargetKind TargetKind { get; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public override bool Takes(CnnGen.Training.TargetKind kind) { }
    }
    public sealed class TrainingContext
    {
        public System.Collections.Generic.IReadOnlyList<string> Names { get; }
        public CnnGen.INetwork Network { get; }
        public CnnGen.Training.Optimizer Optimizer { get; }
        public CnnGen.Training.ResumePoint? ResumedFrom { get; }
        public string? StopReason { get; }
        public bool IsHigherBetter(string name) { }
        public void Stop(string reason) { }
    }
    public sealed class TrainingState
    {
        public TrainingState() { }
        public bool IsEmpty { get; }
        public bool Contains(string name) { }
        public double GetDouble(string name) { }
        public double[] GetDoubles(string name) { }
        public float[] GetFloats(string name) { }
        public long GetInt64(string name) { }
        public long[] GetInt64s(string name) { }
        public string GetText(string name) { }
        public CnnGen.Training.TrainingState Section(string name) { }
        public void Set(string name, System.ReadOnlySpan<double> values) { }
        public void Set(string name, System.ReadOnlySpan<float> values) { }
        public void Set(string name, System.ReadOnlySpan<long> values) { }
        public void Set(string name, double value) { }
        public void Set(string name, long value) { }
        public void Set(string name, string value) { }
    }
    public readonly struct TrainingStep : System.IEquatable<CnnGen.Training.TrainingStep>
    {
        public TrainingStep(int Epoch, int Batch) { }
        public int Batch { get; init; }
        public int Epoch { get; init; }
    }
    public sealed class Tversky : CnnGen.Training.ValueLoss, CnnGen.Training.IHasSettings
    {
        public Tversky() { }
        public double Alpha { get; init; }
        public double Beta { get; init; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
    }
    public abstract class ValueLoss : CnnGen.Training.Loss
    {
        public override sealed CnnGen.Training.TargetKind TargetKind { get; }
        public override sealed double Compute(System.ReadOnlySpan<float> outputs, CnnGen.Training.Targets targets, System.Span<float> gradients) { }
    }
}
