using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Memory;

/// <summary>Gives buffers offsets in one image's workspace; buffers whose lifetimes do not meet may share space.</summary>
internal sealed class MemoryPlanner
{
    private readonly Dictionary<(int, BufferKind), Place> _places = [];

    /// <param name="buffers">What needs space.</param>
    /// <param name="purpose">What the workspace is for, in messages: <c>prediction</c>.</param>
    public MemoryPlanner(List<Buffer> buffers, string purpose)
    {
        var owners = Merge(buffers);
        var placed = new List<(Buffer Buffer, long Offset)>();
        // Large buffers first; each at the lowest offset where no buffer alive at the same time lies.
        foreach (var buffer in owners.OrderByDescending(buffer => buffer.Tensor.Floats).ThenBy(buffer => buffer.Start))
        {
            var offset = 0L;
            foreach (var other in placed.Where(other => Meet(buffer, other.Buffer)).OrderBy(other => other.Offset))
            {
                if (offset + CacheLine.Align(buffer.Tensor.Floats) <= other.Offset)
                    break;
                offset = Math.Max(offset, other.Offset + CacheLine.Align(other.Buffer.Tensor.Floats));
            }

            placed.Add((buffer, offset));
        }

        var extent = placed.Select(entry => entry.Offset + CacheLine.Align(entry.Buffer.Tensor.Floats)).DefaultIfEmpty(0).Max();
        // An odd number of cache lines per image, so that equal places of different images do not fall into the same cache sets.
        ImageFloats = Arena.Floats(
            extent / CacheLine.Floats % 2 == 0 ? extent + CacheLine.Floats : extent, $"a workspace for one image in {purpose}");

        BufferFloats = placed.Sum(entry => (long)entry.Buffer.Tensor.Floats);
        foreach (var (buffer, offset) in placed)
        {
            var end = offset + CacheLine.Align(buffer.Tensor.Floats);
            var shares = placed.Any(other =>
                other.Buffer != buffer && other.Offset < end && offset < other.Offset + CacheLine.Align(other.Buffer.Tensor.Floats));
            _places[buffer.Key] =
                new Place(buffer.Tensor, (int)offset, IsAlias: false, ClearBorder: shares && !buffer.Tensor.Border.IsEmpty);
        }

        foreach (var alias in buffers.Where(buffer => buffer.AliasOf is not null))
        {
            var owner = _places[alias.AliasOf!.Value];
            _places[alias.Key] = new Place(alias.Tensor, owner.Offset, IsAlias: true, ClearBorder: false);
        }
    }

    /// <summary>Floats of one image's workspace.</summary>
    public int ImageFloats { get; }

    /// <summary>Floats of all buffers together, those that share space, too: what is written of one image.</summary>
    public long BufferFloats { get; }

    public Place? PlaceOf(int layer, BufferKind kind) => _places.TryGetValue((layer, kind), out var place) ? place : null;

    /// <summary>The buffers that own their space, alive as long as any of their aliases.</summary>
    private static List<Buffer> Merge(List<Buffer> buffers)
    {
        var owners = new Dictionary<(int, BufferKind), Buffer>();
        var ownerOf = new Dictionary<(int, BufferKind), (int, BufferKind)>();
        foreach (var buffer in buffers)
        {
            var owner = buffer.AliasOf is { } aliased ? ownerOf[aliased] : buffer.Key;
            ownerOf[buffer.Key] = owner;
            owners[owner] = owners.TryGetValue(owner, out var known)
                ? known with { Start = Math.Min(known.Start, buffer.Start), End = Math.Max(known.End, buffer.End) }
                : buffer;
        }

        return [.. owners.Values];
    }

    private static bool Meet(Buffer a, Buffer b) => a.Start <= b.End && b.Start <= a.End;
}
