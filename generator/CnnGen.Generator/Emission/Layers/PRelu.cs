using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Relu that leaves a part of what is negative, which is trained.</summary>
internal static class PReluKernels
{
    /// <summary>Adds <c>(float* x, float* alpha, float* y, nint imageStride, int count)</c>; returns its name.</summary>
    public static string Forward(KernelSet kernels, PRelu layer, Tensor x, Tensor y)
    {
        var name = $"PRelu_{KernelText.Names(x, y)}_{Suffix(layer)}";
        KernelPointer[] pointers = [KernelPointer.Buffer("x"), KernelPointer.Shared("alpha"), KernelPointer.Buffer("y")];
        return kernels.Add(name, w => KernelText.Write(w, $"y = x, and alpha * x below 0, for {x}.", name, pointers, () =>
        {
            var walk = new Walk(w, kernels.Isa, layer, "alpha", [("x", x), ("y", y)]);
            walk.Channels(x.ChannelStride, () => walk.Pixels(isa =>
            {
                w.Line($"var value = {isa.Load("xPixel")};");
                w.Line(isa.Store(isa.SelectNotPositive("value", $"{walk.Alpha} * value", "value"), "yPixel"));
            }));
        }));
    }

    /// <summary>
    /// Adds <c>(float* x, float* alpha, float* dx, float* dy, nint imageStride, int count)</c>; returns its name. dx may be dy.
    /// </summary>
    public static string Backward(KernelSet kernels, PRelu layer, Tensor x, Tensor dx, Tensor dy)
    {
        var name = $"PReluBackward_{KernelText.Names(x, dx, dy)}_{Suffix(layer)}";
        KernelPointer[] pointers =
            [KernelPointer.Buffer("x"), KernelPointer.Shared("alpha"), KernelPointer.Buffer("dx"), KernelPointer.Buffer("dy")];
        var summary = $"dx = dy, and alpha * dy where x is 0 or less, for {x}.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, pointers, () =>
        {
            var walk = new Walk(w, kernels.Isa, layer, "alpha", [("x", x), ("dx", dx), ("dy", dy)]);
            walk.Channels(x.ChannelStride, () => walk.Pixels(isa =>
            {
                w.Line($"var gradient = {isa.Load("dyPixel")};");
                w.Line(isa.Store(isa.SelectNotPositive(isa.Load("xPixel"), $"{walk.Alpha} * gradient", "gradient"), "dxPixel"));
            }));
        }));
    }

    /// <summary>
    /// Adds <c>(float* x, float* dy, float* alphaGradient, nint imageStride, int count, int item)</c>; returns its name. Sums run over
    /// images, channels that share an alpha, rows and columns in order.
    /// </summary>
    public static string WeightGradient(KernelSet kernels, PRelu layer, Tensor x, Tensor dy)
    {
        var name = $"PReluWeightGradient_{KernelText.Names(x, dy)}_{Suffix(layer)}";
        return kernels.Add(name, w =>
        {
            var walk = new Walk(w, kernels.Isa, layer, "alphaGradient", [("x", x), ("dy", dy)]);
            var isOneItem = walk.SharesChannels || x.Blocks == 1;
            var (channels, floats) = isOneItem ? (x.ChannelStride, walk.AllFloats) : (x.BlockLanes, x.BlockLanes * walk.Pixel);
            w.Line($"/// <summary>Gradient of the alphas of {x}: sums of x * dy where x is 0 or less. Item i is the i-th group of"
                + $" {channels} channels.</summary>");
            w.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (w.Open(
                $"private static void {name}(float* x, float* dy, float* alphaGradient, nint imageStride, int count, int item)"))
            {
                if (!isOneItem)
                    w.Line($"nint first = item * {channels};");
                KernelText.Clear(w, isOneItem ? "alphaGradient" : $"alphaGradient + {CodeWriter.Times("first", walk.Pixel)}", floats);
                using (w.Open("for (var image = 0; image < count; image++, x += imageStride, dy += imageStride)"))
                {
                    walk.Channels(
                        channels,
                        () => walk.Pixels(isa =>
                        {
                            w.Line($"var value = {isa.Load("xPixel")};");
                            var part = isa.SelectNotPositive("value", "value", isa.Zero);
                            w.Line(walk.SetAlpha(isa.MultiplyAdd(part, isa.Load("dyPixel"), walk.Alpha)));
                        }),
                        isOneItem ? "0" : "first",
                        changes: true);
                }
            }
        });
    }

    /// <summary>The extents of alpha, where they are not those of the input.</summary>
    private static string Suffix(PRelu layer) => $"{new Tensor(layer.Alphas, default)}";

    /// <summary>Loops over the vectors of an image and the alphas that belong to them: channels, and for each all pixels.</summary>
    /// <param name="w">Receives the text.</param>
    /// <param name="widest">The widest vectors to use.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="alphas">The pointer to alphas, or to their gradients: blocks of channels, each with all pixels.</param>
    /// <param name="tensors">What is read and written; all have the same shape.</param>
    private sealed class Walk(CodeWriter w, Isa widest, PRelu layer, string alphas, (string Name, Tensor Tensor)[] tensors)
    {
        private readonly Tensor _x = tensors[0].Tensor;
        private string _channel = "";
        private string _alphas = "";

        /// <summary>Whether all channels of a pixel have one alpha; then they are taken one by one.</summary>
        public bool SharesChannels => layer.Alphas.Channels < layer.InputShape.Channels;

        /// <summary>Pixels that have alphas of their own.</summary>
        public int Pixel => layer.Alphas.Height * layer.Alphas.Width;

        /// <summary>The floats of all alphas.</summary>
        public int AllFloats => Pixel * new Tensor(layer.Alphas, default).ChannelStride;

        /// <summary>The alphas of the current vector.</summary>
        public string Alpha => Pixel == 1 ? "slope" : Isa.Load("alphaPixel");

        private Isa Isa => widest.For(SharesChannels ? 1 : _x.BlockLanes);

        /// <summary>A statement that changes the alphas of the current vector.</summary>
        public string SetAlpha(string value) => Pixel == 1 ? $"slope = {value};" : Isa.Store(value, "alphaPixel");

        /// <summary>Writes the loop over some channels.</summary>
        /// <param name="count">How many.</param>
        /// <param name="body">Writes what is done for those of a vector.</param>
        /// <param name="first">The first, as C#.</param>
        /// <param name="changes">Whether the alphas change.</param>
        public void Channels(int count, Action body, string first = "0", bool changes = false)
        {
            var isOnce = count == Isa.Lanes;
            var end = first == "0" ? $"{count}" : $"{first} + {count}";
            _channel = isOnce ? first : "channel";
            using (isOnce ? (CodeWriter.Block?)null : w.Open($"for (nint channel = {first}; channel < {end}; channel += {Isa.Lanes})"))
            {
                _alphas = AlphasAt(_channel);
                if (Pixel == 1)
                    w.Line($"var slope = {Isa.Load(_alphas)};");
                body();
                if (Pixel == 1 && changes)
                    w.Line(Isa.Store("slope", _alphas));
            }
        }

        /// <summary>Writes the loops over pixels.</summary>
        public void Pixels(Action<Isa> body)
        {
            var step = layer.Alphas.Channels == 1 ? 1 : _x.BlockLanes;
            using (w.Repeat("row", _x.Shape.Height, out var row))
            {
                foreach (var (name, tensor) in tensors)
                    w.Line($"var {name}Pixel = {CodeWriter.Plus(new Operand(name, tensor).RowAt(row), _channel)};");
                var steps = string.Concat(tensors.Select(tensor => $", {tensor.Name}Pixel += {tensor.Tensor.ChannelStride}"));
                if (Pixel > 1)
                {
                    var ofRow = layer.Alphas.Height == 1 ? "0" : CodeWriter.Times(row, layer.Alphas.Width * step);
                    w.Line($"var alphaPixel = {CodeWriter.Plus(_alphas, ofRow)};");
                    steps += layer.Alphas.Width == 1 ? "" : $", alphaPixel += {step}";
                }

                using (w.Repeat("column", _x.Shape.Width, out _, steps))
                    body(Isa);
            }
        }

        /// <summary>The alphas of the first pixel.</summary>
        private string AlphasAt(string channel)
        {
            if (SharesChannels)
                return alphas;
            if (Pixel == 1 || _x.Blocks == 1)
                return CodeWriter.Plus(alphas, channel);
            return Isa.Lanes == _x.BlockLanes
                ? CodeWriter.Plus(alphas, $"{channel} * {Pixel}")
                : $"{alphas} + {channel} / {_x.BlockLanes} * {_x.BlockLanes * Pixel} + {channel} % {_x.BlockLanes}";
        }
    }
}
