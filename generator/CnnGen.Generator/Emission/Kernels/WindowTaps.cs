using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>What a pooling kernel needs to know at one window to write what happens there.</summary>
internal abstract class WindowTaps
{
    /// <summary>Whether each tap is a statement of its own; else they are loops.</summary>
    public abstract bool IsUnrolled { get; }

    /// <summary>One over the number of taps, as a float expression.</summary>
    public abstract string Reciprocal { get; }

    /// <summary>The address of the first tap in a tensor that the window slides over.</summary>
    public abstract string First(string tensor);

    /// <summary>
    /// Writes something for every tap in row, column order, given its address in a tensor. Only unrolled taps can leave out the first.
    /// </summary>
    public abstract void ForEach(CodeWriter w, bool skipFirst, Action<Func<string, string>> write);

    /// <summary>The name of a pointer into a tensor at the window's first tap, or at the output's pixel.</summary>
    public static string Pointer(string tensor) => tensor + "At";
}

/// <summary>Every tap has its literal offset from the window's first one.</summary>
internal sealed class UnrolledTaps(Dictionary<string, Tensor> inputs, int rows, int columns, string channel) : WindowTaps
{
    public override bool IsUnrolled => true;

    public override string Reciprocal => CodeWriter.Literal(1f / (rows * columns));

    public override string First(string tensor) => Pointer(tensor) + channel;

    public override void ForEach(CodeWriter w, bool skipFirst, Action<Func<string, string>> write)
    {
        for (var tap = skipFirst ? 1 : 0; tap < rows * columns; tap++)
        {
            var (row, column) = (tap / columns, tap % columns);
            write(tensor => CodeWriter.At(First(tensor), (row * inputs[tensor].RowStride) + (column * inputs[tensor].ChannelStride)));
        }
    }
}

/// <summary>Windows too large to write out: loops over taps, between limits that the kernel has computed.</summary>
internal sealed class LoopedTaps(Dictionary<string, Tensor> inputs, string channel) : WindowTaps
{
    public override bool IsUnrolled => false;

    public override string Reciprocal => "(1f / ((endRow - firstRow) * (endColumn - firstColumn)))";

    public override string First(string tensor) => Address(tensor, "firstRow", "firstColumn");

    public override void ForEach(CodeWriter w, bool skipFirst, Action<Func<string, string>> write)
    {
        using (w.Open("for (var tapRow = firstRow; tapRow < endRow; tapRow++)"))
        using (w.Open("for (var tapColumn = firstColumn; tapColumn < endColumn; tapColumn++)"))
            write(tensor => Address(tensor, "tapRow", "tapColumn"));
    }

    private string Address(string name, string row, string column)
    {
        var tensor = inputs[name];
        return $"{CodeWriter.At(name, tensor.Origin)} + {row} * {tensor.RowStride} +"
            + $" {CodeWriter.Times(column, tensor.ChannelStride)}{channel}";
    }
}
