using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>
/// Brings the caller's images into the first buffer; rescaling and normalization directly behind the input happen on the way.
/// </summary>
internal static class InputKernels
{
    // A pixel of more channels is a loop.
    private const int UnrolledChannels = 8;

    /// <summary>
    /// Adds <c>(float* source, float* scale, float* shift, float* y, nint imageStride, int count)</c>, with <c>byte* source</c> for
    /// <paramref name="bytes"/>; returns its name. Source images are dense; scale and shift belong to the normalization and have one value
    /// per element or channel, as its axis says (null without one). Writes inside y's border; lanes past the channels become zero.
    /// </summary>
    /// <exception cref="ArgumentException">A layer in <paramref name="affine"/> is neither Rescaling nor the only
    /// Normalization.</exception>
    public static string Load(KernelSet kernels, Shape shape, Tensor y, EquatableArray<Layer> affine, bool bytes)
    {
        var other = affine.FirstOrDefault(layer => layer is not (Rescaling or Normalization));
        if (other != null || affine.Count(layer => layer is Normalization) > 1)
            throw new ArgumentException($"{other?.Kind ?? "A second Normalization"} cannot be part of loading the input.", nameof(affine));

        var name = $"Load{(bytes ? "Bytes" : "")}_{KernelText.Name(y)}{string.Concat(affine.Select(Name))}";
        KernelPointer[] pointers =
        [
            KernelPointer.Dense(bytes ? "byte*" : "float*", "source", shape),
            KernelPointer.Shared("scale"),
            KernelPointer.Shared("shift"),
            KernelPointer.Buffer("y"),
        ];
        var steps = affine.Count == 0 ? "" : $", then {string.Join(", ", affine.Select(layer => layer.Kind))}";
        var summary = $"Copies {(bytes ? "byte" : "float")} images of {y} from the caller{steps}.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, pointers, () =>
        {
            var perChannel = affine.Any(layer => layer is Normalization { Axis: NormalizationAxis.Channel });
            if (y.ChannelStride == shape.Channels && !perChannel)
                Rows(w, bytes ? kernels.Isa.For(1) : kernels.Isa, shape, y, affine);
            else
                Pixels(w, kernels.Isa.For(1), shape, y, affine);
        }));
    }

    private static string Name(Layer layer) => layer switch
    {
        Rescaling rescaling => $"_rescale{KernelText.Name((float)rescaling.Scale)}_{KernelText.Name((float)rescaling.Offset)}",
        Normalization normalization => $"_normalize{normalization.Axis}",
        _ => throw new ArgumentException($"{layer.Kind} cannot be part of loading the input.", nameof(layer)),
    };

    /// <summary>Rows without gaps on both sides: vectors run over pixels and channels alike.</summary>
    private static void Rows(CodeWriter w, Isa widest, Shape shape, Tensor y, EquatableArray<Layer> affine)
    {
        var dense = Layout.Dense(shape);
        var operands = new List<Operand> { new("source", dense), new("y", y) };
        if (affine.Any(layer => layer is Normalization))
            operands.AddRange([new("scale", dense), new("shift", dense)]);
        ElementWise.Write(w, widest, shape, [.. operands], (isa, at) =>
            w.Line(isa.Store(Value(isa, affine, at("source"), at("scale"), at("shift")), at("y"))));
    }

    private static void Pixels(CodeWriter w, Isa scalar, Shape shape, Tensor y, EquatableArray<Layer> affine)
    {
        var perElement = affine.Any(layer => layer is Normalization { Axis: NormalizationAxis.Element });
        using (w.Repeat("row", shape.Height, out var row))
        {
            w.Line($"var yPixel = {new Operand("y", y).RowAt(row)};");
            w.Line($"var element = {CodeWriter.Times(row, shape.Width * shape.Channels)};");
            using (w.Repeat("column", shape.Width, out _, $", yPixel += {y.ChannelStride}, element += {shape.Channels}"))
            {
                if (shape.Channels <= UnrolledChannels)
                {
                    for (var channel = 0; channel < shape.Channels; channel++)
                        Element(CodeWriter.Sum("element", channel), $"{channel}", $"&yPixel[{channel}]");
                }
                else
                {
                    using (w.Open($"for (var channel = 0; channel < {shape.Channels}; channel++)"))
                        Element("element + channel", "channel", "&yPixel[channel]");
                }

                if (y.ChannelStride > shape.Channels)
                    KernelText.Clear(w, CodeWriter.At("yPixel", shape.Channels), y.ChannelStride - shape.Channels);
            }
        }

        void Element(string element, string channel, string to)
        {
            var parameter = perElement ? element : channel;
            w.Line(scalar.Store(Value(scalar, affine, $"&source[{element}]", $"&scale[{parameter}]", $"&shift[{parameter}]"), to));
        }
    }

    private static string Value(Isa isa, EquatableArray<Layer> affine, string source, string scale, string shift) =>
        affine.Aggregate(isa.Load(source), (value, layer) => layer is Rescaling rescaling
            ? RescalingKernels.Apply(isa, rescaling, value)
            : isa.MultiplyAdd(value, isa.Load(scale), isa.Load(shift)));
}
