using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>A pointer parameter of a kernel and what it advances by from one image to the next; null where all images share it.</summary>
internal readonly record struct KernelPointer(string Type, string Name, string? Step)
{
    /// <summary>A planned buffer; its images are <c>imageStride</c> floats apart.</summary>
    public static KernelPointer Buffer(string name) => new("float*", name, "imageStride");

    /// <summary>The caller's images (or vectors), one after the other without gaps.</summary>
    public static KernelPointer Dense(string type, string name, Shape shape) => new(type, name, $"{shape.Size}");

    /// <summary>Values that all images share.</summary>
    public static KernelPointer Shared(string name) => new("float*", name, null);
}

/// <summary>What all kernels have in common: their heading, the loop over images, and the spelling of shapes in names.</summary>
internal static class KernelText
{
    /// <summary>Writes a kernel of buffers only.</summary>
    public static void Write(CodeWriter w, string summary, string name, string[] buffers, Action body) =>
        Write(w, summary, name, [.. buffers.Select(KernelPointer.Buffer)], body);

    /// <summary>Writes a kernel: documentation, signature, and a loop that runs <paramref name="body"/>'s text once per image.</summary>
    /// <param name="w">Receives the text.</param>
    /// <param name="summary">What the kernel computes, one line.</param>
    /// <param name="name">The method's name.</param>
    /// <param name="pointers">Its pointer parameters.</param>
    /// <param name="body">Writes the text of one image, where each pointer is at the image's start.</param>
    /// <param name="more">Parameters after the image count, as C#.</param>
    public static void Write(CodeWriter w, string summary, string name, KernelPointer[] pointers, Action body, string more = "")
    {
        var parameters = string.Join(", ", pointers.Select(pointer => $"{pointer.Type} {pointer.Name}"));
        var steps = string.Concat(pointers.Where(pointer => pointer.Step != null).Select(pointer => $", {pointer.Name} += {pointer.Step}"));
        w.Line($"/// <summary>{summary}</summary>");
        w.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (w.Open($"private static void {name}({parameters}, nint imageStride, int count{more})"))
        using (w.Open($"for (var image = 0; image < count; image++{steps})"))
            body();
    }

    /// <summary>
    /// A tensor in a kernel's name: its shape and, where it has one, its border, which is part of the text's literals too.
    /// </summary>
    public static string Name(Tensor tensor) => tensor.Border.IsEmpty ? $"{tensor}" : $"{tensor}{BorderName(tensor)}";

    /// <summary>Several tensors in a kernel's name: a single one where all are the same, and each shape once.</summary>
    public static string Names(params Tensor[] tensors) => tensors.All(tensor => tensor == tensors[0])
        ? Name(tensors[0])
        : string.Join("_", tensors.Select((tensor, i) =>
            tensors.Take(i).Any(earlier => earlier.Shape == tensor.Shape) ? BorderName(tensor) : Name(tensor)));

    /// <summary>As <see cref="Names"/>, for tensors of any shapes in any order.</summary>
    public static string List(params Tensor[] tensors) => tensors.All(tensor => tensor == tensors[0])
        ? Name(tensors[0])
        : string.Join("_", tensors.Select(Name));

    private static string BorderName(Tensor tensor)
    {
        var (top, left, bottom, right) = (tensor.Border.Top, tensor.Border.Left, tensor.Border.Bottom, tensor.Border.Right);
        return top == left && top == bottom && top == right ? $"b{top}" : $"b{top}_{left}_{bottom}_{right}";
    }

    /// <summary>A float in a kernel's name.</summary>
    public static string Name(float value) => float.IsPositiveInfinity(value)
        ? "inf"
        : Name(CodeWriter.Literal(value).TrimEnd('f'));

    /// <summary>A double in a kernel's name.</summary>
    public static string Name(double value) => Name(CodeWriter.Literal(value).TrimEnd('d'));

    private static string Name(string number) => number.Replace("-", "m").Replace("+", "").Replace(".", "p");

    /// <summary>Sets floats to zero, whatever their number.</summary>
    public static void Clear(CodeWriter w, string pointer, int floats) =>
        w.Line($"Unsafe.InitBlockUnaligned({pointer}, 0, {floats} * sizeof(float));");

    /// <summary>Copies floats, whatever their number.</summary>
    public static void Copy(CodeWriter w, string to, string from, int floats) =>
        w.Line($"Unsafe.CopyBlockUnaligned({to}, {from}, {floats} * sizeof(float));");

    /// <summary>Opens a loop over the channels of one pixel, a vector at a time; none where one vector holds them all.</summary>
    /// <returns>Closes the loop; <paramref name="channel"/> is what to add to a pixel's pointer.</returns>
    public static CodeWriter.Block? Channels(CodeWriter w, Isa isa, int channelStride, out string channel)
    {
        channel = channelStride == isa.Lanes ? "" : " + channel";
        return channelStride == isa.Lanes ? null : w.Open($"for (nint channel = 0; channel < {channelStride}; channel += {isa.Lanes})");
    }

    /// <summary>
    /// A loop over pixels that lie side by side, each with a kernel of its own; nothing where there is one.
    /// </summary>
    /// <param name="code">Receives the loop.</param>
    /// <param name="fan">The pixels.</param>
    /// <param name="kernelFloats">Floats from one kernel to the next in a block.</param>
    /// <param name="kernel">What is added to a pointer to the first kernel of a block; empty for one pixel.</param>
    /// <param name="pixel">What is added to a pointer to the first pixel.</param>
    public static CodeWriter.Block? OpenFan(CodeWriter code, PixelFan fan, int kernelFloats, out string kernel, out string pixel)
    {
        (kernel, pixel) = ("", "");
        if (fan.Count == 1)
            return null;
        (kernel, pixel) = ($" + {fan.Count - 1} * {kernelFloats} - pixel * {kernelFloats}",
            $" + pixel / {fan.Columns} * {fan.RowStep} + pixel % {fan.Columns} * {fan.ColumnStep}");
        return code.Open($"for (var pixel = 0; pixel < {fan.Count}; pixel++)");
    }
}
