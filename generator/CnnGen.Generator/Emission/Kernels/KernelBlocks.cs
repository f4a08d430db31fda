using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// How the vectors of an instruction set lie in a kernel that is stored in blocks of output channels: a vector is a block or a part of one.
/// </summary>
internal sealed class KernelBlocks(Isa isa, int blockLanes, int blockFloats)
{
    private int VectorsPerBlock => blockLanes / isa.Lanes;

    /// <summary>Floats from the first vector of a group to another of its vectors, in the same row.</summary>
    public int VectorOffset(int vector) => (vector / VectorsPerBlock * blockFloats) + (vector % VectorsPerBlock * isa.Lanes);

    /// <summary>The first row of the <paramref name="index"/>-th group, as C#.</summary>
    /// <param name="pointer">The kernel, or its gradient.</param>
    /// <param name="group">The groups.</param>
    /// <param name="index">The variable that counts them.</param>
    public string PointerTo(string pointer, VectorGroup group, string index)
    {
        if (group.Vectors % VectorsPerBlock == 0)
        {
            return CodeWriter.Plus(
                CodeWriter.At(pointer, VectorOffset(group.First)), CodeWriter.Times(index, VectorOffset(group.Vectors)));
        }

        if (group.Count == 1)
            return CodeWriter.At(pointer, VectorOffset(group.First));
        // Narrow groups share a block: walk the vectors of one block before the next.
        var vector = group.First == 0
            ? CodeWriter.Times(index, group.Vectors)
            : $"({group.First} + {CodeWriter.Times(index, group.Vectors)})";
        return $"{pointer} + {vector} / {VectorsPerBlock} * {blockFloats} + {vector} % {VectorsPerBlock} * {isa.Lanes}";
    }
}
