using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Where the pixels of one image lie behind a pointer: floats to pixel (0, 0), from row to row and from pixel to pixel.</summary>
internal readonly record struct Layout(int Origin, int RowStride, int PixelStride)
{
    public static Layout Of(Tensor tensor) => new(tensor.Origin, tensor.RowStride, tensor.ChannelStride);

    /// <summary>Without gaps, as callers hold images.</summary>
    public static Layout Dense(Shape shape, int origin = 0) => new(origin, shape.Width * shape.Channels, shape.Channels);
}

/// <summary>A pointer by its name in a kernel's text and the layout behind it.</summary>
internal readonly record struct Operand(string Name, Layout Layout)
{
    public Operand(string name, Tensor tensor)
        : this(name, Layout.Of(tensor))
    {
    }

    public string Row => Name + "Row";

    /// <summary>The first pixel of a row, which is given as C#.</summary>
    public string RowAt(string row) => CodeWriter.Plus(CodeWriter.At(Name, Layout.Origin), CodeWriter.Times(row, Layout.RowStride));
}
