using CnnGen.Import.Graph;

namespace CnnGen.Import.Writing;

/// <summary>A block: what several runs of layers have in common, and how each of them uses it.</summary>
internal sealed class BlockForm
{
    /// <summary>Makes a block of runs of layers.</summary>
    /// <param name="parts">The runs, in order, two at least.</param>
    /// <param name="sizes">What it writes for the sizes in which they differ.</param>
    public BlockForm(IReadOnlyList<Part> parts, BlockSizes sizes)
    {
        Parts = parts;
        var uses = new List<BlockUse>();
        for (var i = 0; i < parts.Count; i++)
        {
            var (part, given) = (parts[i], sizes.Given[i]);
            if (uses is [.., var last] && part.Follows(parts[i - 1]) && part.IsFrozen == last.First.IsFrozen
                && given.SequenceEqual(last.Given))
            {
                uses[^1] = last with { Repeat = last.Repeat + 1 };
            }
            else
            {
                uses.Add(new(this, part, given, 1));
            }
        }

        (Uses, Written) = (uses, sizes.Written);
    }

    /// <summary>The runs of layers.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>Its uses: runs that follow each other with the same sizes are one.</summary>
    public IReadOnlyList<BlockUse> Uses { get; }

    /// <summary>What it writes for each size of its layers.</summary>
    public IReadOnlyList<string> Written { get; }

    /// <summary>The name of its class.</summary>
    public string Name { get; set; } = "";

    /// <summary>A line on what it is.</summary>
    public string Summary { get; set; } = "";

    /// <summary>
    /// How many attributes less there are than without it. One is taken off for each end of a run where a person would rather not cut,
    /// and for each argument of a use but one.
    /// </summary>
    public int Saved => Parts.Sum(part => part.Layers.Count - part.RoughEnds) - Parts[0].Layers.Count
        - Uses.Sum(use => Math.Max(1, use.Given.Count));

    /// <summary>Its layers as it writes them, without weights; they read under the names in the file of the first run.</summary>
    public IReadOnlyList<ImportedLayer> Layers()
    {
        var (layers, place) = (new List<ImportedLayer>(), 0);
        foreach (var layer in Parts[0].Layers)
        {
            var count = BlockSize.Of(layer).Count();
            var written = BlockSize.With(layer, Written.Skip(place).Take(count));
            written.IsFrozen &= !Parts[0].IsFrozen;
            layers.Add(written);
            place += count;
        }

        return layers;
    }
}

/// <summary>A use of a block, written as one <c>[Block]</c>.</summary>
/// <param name="Form">The block.</param>
/// <param name="First">Its first run of layers.</param>
/// <param name="Given">What it gives to the block.</param>
/// <param name="Repeat">How many runs it is.</param>
internal sealed record BlockUse(BlockForm Form, Part First, IReadOnlyList<string> Given, int Repeat);
