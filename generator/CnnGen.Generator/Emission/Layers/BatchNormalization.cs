using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>
/// Batch normalization: what is done image by image, and the calls of the library that put images together. Sums are taken over the columns
/// of a row, then over rows.
/// </summary>
internal static class BatchNormalizationKernels
{
    // Rows of statistics, as in the library's BatchStatistics.
    private const int Mean = 0;
    private const int Scale = 1;
    private const int Shift = 2;
    private const int OfGradient = 4;
    private const int OfInput = 5;

    // Vectors whose sums, and sums of a row, stay in the registers of every instruction set.
    private const int Summed = 3;
    private const int Scaled = 4;

    /// <summary>
    /// Adds <c>(float* x, float* sums, nint imageStride, int count)</c>; returns its name. For each channel the sum, then for each the sum
    /// of squared distances from the image's mean.
    /// </summary>
    public static string Moments(KernelSet kernels, Tensor x)
    {
        var name = $"BatchMoments_{KernelText.Name(x)}";
        return kernels.Add(name, w => KernelText.Write(
            w, $"For each channel of {x} its sum, and that of squared distances from its mean.", name, ["x", "sums"], () =>
        {
            var isa = kernels.Isa.For(x.BlockLanes);
            var walk = new ChannelWalk(w, isa, x.Shape, [("x", x)]);
            walk.Channels(Summed, () =>
            {
                Declare(w, isa, walk, "sum");
                walk.Pixels(
                    () => walk.Each(v => $"row{v} += {walk.Load("x", v)};"), () => Declare(w, isa, walk, "row"),
                    () => walk.Each(v => $"sum{v} += row{v};"));
                var share = isa.Broadcast(CodeWriter.Literal(1f / (x.Shape.Height * x.Shape.Width)));
                walk.Each(v => $"var mean{v} = sum{v} * {share};");
                Declare(w, isa, walk, "squares");
                walk.Pixels(
                    () =>
                    {
                        walk.Each(v => $"var distance{v} = {walk.Load("x", v)} - mean{v};");
                        walk.Each(v => $"row{v} = {isa.MultiplyAdd($"distance{v}", $"distance{v}", $"row{v}")};");
                    },
                    () => Declare(w, isa, walk, "row"),
                    () => walk.Each(v => $"squares{v} += row{v};"));
                walk.Each(v => isa.Store($"sum{v}", walk.OfChannels("sums", 0, v)));
                walk.Each(v => isa.Store($"squares{v}", walk.OfChannels("sums", 1, v)));
            });
        }));
    }

    /// <summary>
    /// Adds <c>(float* x, float* statistics, float* y, nint imageStride, int count)</c>, y = f((x - mean) * scale + shift); returns its
    /// name.
    /// </summary>
    public static string Forward(KernelSet kernels, ActivationFunction function, Tensor x, Tensor y, bool ofImage)
    {
        var name = $"{Prefix(ofImage)}Normalization_{ActivationText.Suffixed(KernelText.Names(x, y), function)}";
        KernelPointer[] pointers = [KernelPointer.Buffer("x"), Statistics(ofImage), KernelPointer.Buffer("y")];
        var whose = ofImage ? "an image's" : "the batch's";
        return kernels.Add(name, w => KernelText.Write(
            w, $"Normalizes the channels of {x} by {whose} statistics{ActivationText.Described(function)}.", name, pointers, () =>
        {
            var isa = kernels.Isa.For(x.BlockLanes);
            var walk = new ChannelWalk(w, isa, x.Shape, [("x", x), ("y", y)]);
            walk.Channels(Scaled, () =>
            {
                walk.Each(v => $"var mean{v} = {isa.Load(walk.OfChannels("statistics", Mean, v))};");
                walk.Each(v => $"var scale{v} = {isa.Load(walk.OfChannels("statistics", Scale, v))};");
                walk.Each(v => $"var shift{v} = {isa.Load(walk.OfChannels("statistics", Shift, v))};");
                walk.Pixels(() =>
                {
                    walk.Each(v =>
                        $"var value{v} = {isa.MultiplyAdd($"{walk.Load("x", v)} - mean{v}", $"scale{v}", $"shift{v}")};");
                    walk.Each(v => walk.Store(ActivationText.Apply(isa, function, $"value{v}"), "y", v));
                });
            });
        }));
    }

    /// <summary>
    /// Adds <c>(float* x, float* scale, float* y, nint imageStride, int count)</c>, y = f(x * scale + shift), where the shifts lie behind
    /// the factors; returns its name.
    /// </summary>
    public static string Affine(KernelSet kernels, ActivationFunction function, Tensor x, Tensor y)
    {
        var name = $"ChannelAffine_{ActivationText.Suffixed(KernelText.Names(x, y), function)}";
        KernelPointer[] pointers = [KernelPointer.Buffer("x"), KernelPointer.Shared("scale"), KernelPointer.Buffer("y")];
        return kernels.Add(name, w => KernelText.Write(
            w, $"A factor and a shift for each channel of {x}{ActivationText.Described(function)}.", name, pointers, () =>
        {
            var isa = kernels.Isa.For(x.BlockLanes);
            var walk = new ChannelWalk(w, isa, x.Shape, [("x", x), ("y", y)]);
            walk.Channels(Scaled, () =>
            {
                walk.Each(v => $"var scale{v} = {isa.Load(walk.OfChannels("scale", 0, v))};");
                walk.Each(v => $"var shift{v} = {isa.Load(walk.OfChannels("scale", 1, v))};");
                walk.Pixels(() =>
                {
                    walk.Each(v => $"var value{v} = {isa.MultiplyAdd(walk.Load("x", v), $"scale{v}", $"shift{v}")};");
                    walk.Each(v => walk.Store(ActivationText.Apply(isa, function, $"value{v}"), "y", v));
                });
            });
        }));
    }

    /// <summary>
    /// Adds <c>(float* scale, float* dx, float* dy, nint imageStride, int count)</c>, dx = dy * scale by channel; returns its name.
    /// </summary>
    public static string Scaling(KernelSet kernels, Tensor dx, Tensor dy)
    {
        var name = $"ChannelScaling_{KernelText.Names(dx, dy)}";
        KernelPointer[] pointers = [KernelPointer.Shared("scale"), KernelPointer.Buffer("dx"), KernelPointer.Buffer("dy")];
        return kernels.Add(name, w => KernelText.Write(
            w, $"The gradient of a factor for each channel of {dx}.", name, pointers, () =>
        {
            var isa = kernels.Isa.For(dx.BlockLanes);
            var walk = new ChannelWalk(w, isa, dx.Shape, [("dx", dx), ("dy", dy)]);
            walk.Channels(Scaled, () =>
            {
                walk.Each(v => $"var scale{v} = {isa.Load(walk.OfChannels("scale", 0, v))};");
                walk.Pixels(() => walk.Each(v => walk.Store($"{walk.Load("dy", v)} * scale{v}", "dx", v)));
            });
        }));
    }

    /// <summary>
    /// Adds <c>(float* x, float* dy, float* statistics, float* sums, nint imageStride, int count)</c>; returns its name. For each
    /// channel the sum of dy, then for each that of dy * (x - mean).
    /// </summary>
    public static string GradientSums(KernelSet kernels, Tensor x, Tensor dy, bool ofImage)
    {
        var name = $"{Prefix(ofImage)}GradientSums_{KernelText.Names(x, dy)}";
        KernelPointer[] pointers =
            [KernelPointer.Buffer("x"), KernelPointer.Buffer("dy"), Statistics(ofImage), KernelPointer.Buffer("sums")];
        return kernels.Add(name, w => KernelText.Write(
            w, $"For each channel the sum of the gradient of {dy}, and of its products with x - mean.", name, pointers, () =>
        {
            var isa = kernels.Isa.For(x.BlockLanes);
            var walk = new ChannelWalk(w, isa, x.Shape, [("x", x), ("dy", dy)]);
            walk.Channels(Summed, () =>
            {
                walk.Each(v => $"var mean{v} = {isa.Load(walk.OfChannels("statistics", Mean, v))};");
                Declare(w, isa, walk, "sum");
                Declare(w, isa, walk, "products");
                walk.Pixels(
                    () =>
                    {
                        walk.Each(v => $"var gradient{v} = {walk.Load("dy", v)};");
                        walk.Each(v => $"row{v} += gradient{v};");
                        walk.Each(v => $"rowProducts{v} ="
                            + $" {isa.MultiplyAdd($"gradient{v}", $"{walk.Load("x", v)} - mean{v}", $"rowProducts{v}")};");
                    },
                    () =>
                    {
                        Declare(w, isa, walk, "row");
                        Declare(w, isa, walk, "rowProducts");
                    },
                    () =>
                    {
                        walk.Each(v => $"sum{v} += row{v};");
                        walk.Each(v => $"products{v} += rowProducts{v};");
                    });
                walk.Each(v => isa.Store($"sum{v}", walk.OfChannels("sums", 0, v)));
                walk.Each(v => isa.Store($"products{v}", walk.OfChannels("sums", 1, v)));
            });
        }));
    }

    /// <summary>
    /// Adds <c>(float* x, float* statistics, float* dx, float* dy, nint imageStride, int count)</c>; returns its name. dx = dy * scale, and
    /// what follows from x's share in the statistics.
    /// </summary>
    public static string Backward(KernelSet kernels, Tensor x, Tensor dx, Tensor dy, bool ofImage)
    {
        var name = $"{Prefix(ofImage)}NormalizationBackward_{KernelText.List(x, dx, dy)}";
        KernelPointer[] pointers =
            [KernelPointer.Buffer("x"), Statistics(ofImage), KernelPointer.Buffer("dx"), KernelPointer.Buffer("dy")];
        return kernels.Add(name, w => KernelText.Write(
            w, $"Gradient of the input {dx} of a {Prefix(ofImage).ToLowerInvariant()} normalization.", name, pointers, () =>
        {
            var isa = kernels.Isa.For(x.BlockLanes);
            var walk = new ChannelWalk(w, isa, x.Shape, [("x", x), ("dx", dx), ("dy", dy)]);
            walk.Channels(Summed, () =>
            {
                walk.Each(v => $"var mean{v} = {isa.Load(walk.OfChannels("statistics", Mean, v))};");
                walk.Each(v => $"var scale{v} = {isa.Load(walk.OfChannels("statistics", Scale, v))};");
                walk.Each(v => $"var ofGradient{v} = {isa.Load(walk.OfChannels("statistics", OfGradient, v))};");
                walk.Each(v => $"var ofInput{v} = {isa.Load(walk.OfChannels("statistics", OfInput, v))};");
                walk.Pixels(() =>
                {
                    walk.Each(v => $"var gradient{v} = {isa.MultiplyAdd(walk.Load("dy", v), $"scale{v}", $"ofGradient{v}")};");
                    walk.Each(v => walk.Store(
                        isa.MultiplyAdd($"{walk.Load("x", v)} - mean{v}", $"ofInput{v}", $"gradient{v}"), "dx", v));
                });
            });
        }));
    }

    /// <summary>
    /// Adds <c>(float* sums, float* gamma, float* beta, float* mean, float* variance, float* batch, nint imageStride, int count)</c>;
    /// returns its name.
    /// </summary>
    public static string JoinForward(KernelSet kernels, BatchNormalization layer) => Call(
        kernels, layer, "JoinMoments", "Statistics of a batch, and what they make of the moving ones.",
        "float* sums, float* gamma, float* beta, float* mean, float* variance, float* batch, nint imageStride, int count",
        $"JoinForward(sums, imageStride, count, {Pixels(layer)}, {Constants(layer)}, new(gamma, beta), new(mean, variance), batch)");

    /// <summary>
    /// Adds <c>(float* sums, float* gamma, float* beta, float* batch, nint imageStride, int count)</c>, with the gradients of gamma and
    /// beta; returns its name.
    /// </summary>
    public static string JoinBackward(KernelSet kernels, BatchNormalization layer) => Call(
        kernels, layer, "JoinGradients", "Gradients of gamma and beta, and what that of the input is made of.",
        "float* sums, float* gamma, float* beta, float* batch, nint imageStride, int count",
        $"JoinBackward(sums, imageStride, count, {Pixels(layer)}, {Constants(layer)}, new(gamma, beta), batch)");

    /// <summary>Adds <c>(float* gamma, float* beta, float* mean, float* variance, float* bias, float* scale)</c>; returns its
    /// name.</summary>
    public static string Fold(KernelSet kernels, BatchNormalization layer) => Call(
        kernels, layer, "FoldStatistics", "The factor and the shift of each channel in prediction.",
        "float* gamma, float* beta, float* mean, float* variance, float* bias, float* scale",
        $"Fold({Constants(layer)}, new(gamma, beta), new(mean, variance), bias, scale)");

    /// <summary>A method that hands on to the library's, with what is known of the layer.</summary>
    private static string Call(
        KernelSet kernels, BatchNormalization layer, string operation, string summary, string parameters, string call)
    {
        var shape = new Tensor(layer.OutputShape, default);
        var name = $"{operation}_{shape}_{KernelText.Name((float)layer.Epsilon)}_{KernelText.Name((float)layer.Momentum)}";
        return kernels.Add(name, w =>
        {
            w.Line($"/// <summary>{summary}</summary>");
            w.Line($"private static void {name}({parameters}) =>");
            w.Line($"    BatchStatistics.{call};");
        });
    }

    private static string Prefix(bool ofImage) => ofImage ? "Group" : "Batch";

    /// <summary>The statistics of each image, or of the batch.</summary>
    private static KernelPointer Statistics(bool ofImage) =>
        ofImage ? KernelPointer.Buffer("statistics") : KernelPointer.Shared("statistics");

    private static int Pixels(BatchNormalization layer) => layer.OutputShape.Height * layer.OutputShape.Width;

    private static string Constants(BatchNormalization layer)
    {
        var tensor = new Tensor(layer.OutputShape, default);
        return $"new({tensor.Shape.Channels}, {tensor.ChannelStride}, {CodeWriter.Literal(layer.Epsilon)},"
            + $" {CodeWriter.Literal(layer.Momentum)})";
    }

    private static void Declare(CodeWriter w, Isa isa, ChannelWalk walk, string name) =>
        w.Line(isa.Declare(walk.Vectors, vector => $"{name}{vector}", _ => isa.Zero));
}
