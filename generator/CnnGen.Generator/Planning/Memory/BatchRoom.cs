using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Memory;

/// <summary>Gives room to what is put together of a whole batch.</summary>
internal sealed class BatchRoom
{
    private readonly Dictionary<string, int> _offsets = [];

    /// <summary>Floats of all of it so far.</summary>
    public int Floats { get; private set; }

    /// <summary>Where that of a layer lies; it gets room when it is asked for first.</summary>
    /// <param name="layer">The name of the declared layer.</param>
    /// <param name="floats">How much it needs.</param>
    public int OffsetOf(string layer, long floats)
    {
        if (!_offsets.TryGetValue(layer, out var offset))
        {
            _offsets[layer] = offset = Floats;
            Floats = Arena.Floats(Floats + CacheLine.Align(floats), "statistics of a batch");
        }

        return offset;
    }
}
