using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Loops of kernels that know something of each channel: some vectors of channels at a time, and for them all pixels, row by row. How many
/// vectors go together changes no bit, since no channel meets another.
/// </summary>
internal sealed class ChannelWalk(CodeWriter w, Isa isa, Shape shape, (string Name, Tensor Tensor)[] tensors)
{
    private string _channel = "";

    /// <summary>The vectors of channels that go together.</summary>
    public int Vectors { get; private set; }

    /// <summary>Writes the loop over channels.</summary>
    /// <param name="most">The most vectors that go together: what they need stays in registers.</param>
    /// <param name="body">Writes what is done for the vectors.</param>
    public void Channels(int most, Action body)
    {
        var stride = tensors[0].Tensor.ChannelStride;
        Vectors = Enumerable.Range(1, most).Last(vectors => stride % (vectors * isa.Lanes) == 0);
        var step = Vectors * isa.Lanes;
        _channel = stride == step ? "" : " + channel";
        using (stride == step ? (CodeWriter.Block?)null : w.Open($"for (nint channel = 0; channel < {stride}; channel += {step})"))
            body();
    }

    /// <summary>Writes the loops over pixels.</summary>
    /// <param name="body">Writes what is done for a pixel.</param>
    /// <param name="before">Writes what comes before a row.</param>
    /// <param name="after">Writes what comes after a row.</param>
    public void Pixels(Action body, Action? before = null, Action? after = null)
    {
        using (w.Repeat("row", shape.Height, out var row))
        {
            foreach (var (name, tensor) in tensors)
                w.Line($"var {name}Pixel = {new Operand(name, tensor).RowAt(row)}{_channel};");
            before?.Invoke();
            var steps = string.Concat(tensors.Select(tensor => $", {tensor.Name}Pixel += {tensor.Tensor.ChannelStride}"));
            using (w.Repeat("column", shape.Width, out _, steps))
                body();
            after?.Invoke();
        }
    }

    /// <summary>Writes a statement for each of the vectors.</summary>
    public void Each(Func<int, string> statement)
    {
        for (var vector = 0; vector < Vectors; vector++)
            w.Line(statement(vector));
    }

    /// <summary>The current pixel's vector of a tensor, loaded.</summary>
    public string Load(string tensor, int vector) => isa.Load(CodeWriter.At($"{tensor}Pixel", vector * isa.Lanes));

    /// <summary>Stores a vector of the current pixel of a tensor.</summary>
    public string Store(string value, string tensor, int vector) => isa.Store(value, CodeWriter.At($"{tensor}Pixel", vector * isa.Lanes));

    /// <summary>A vector of something that there is one of for each channel.</summary>
    public string OfChannels(string pointer, int row, int vector) =>
        $"{CodeWriter.At(pointer, (row * tensors[0].Tensor.ChannelStride) + (vector * isa.Lanes))}{_channel}";

    /// <summary>The number of a vector's first channel.</summary>
    public string FirstOf(int vector) => _channel.Length == 0 ? $"{vector * isa.Lanes}" : $"(int)channel + {vector * isa.Lanes}";
}
