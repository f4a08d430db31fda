using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnGen;

/// <summary>Room for values of a network's further outputs, dense, for the largest batch so far; it stays where it is in memory.</summary>
/// <param name="network">The network.</param>
internal sealed unsafe class OutputRooms(NetworkInfo network)
{
    private readonly float[][] _rooms = [.. network.FurtherOutputs.Select(_ => Array.Empty<float>())];
    private readonly nint[] _pointers = GC.AllocateArray<nint>(network.FurtherOutputs.Count, pinned: true);
    private int _capacity;

    /// <summary>What passes are given: a pointer for each output.</summary>
    public float** Pointers => (float**)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pointers));

    /// <summary>Makes room for a batch; what is made is zero.</summary>
    /// <param name="count">Images.</param>
    public void Reserve(int count)
    {
        if (count <= _capacity)
            return;
        for (var i = 0; i < _rooms.Length; i++)
        {
            _rooms[i] = GC.AllocateArray<float>(checked(count * network.FurtherOutputs[i].Size), pinned: true);
            _pointers[i] = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_rooms[i]));
        }

        _capacity = count;
    }

    /// <summary>The values of one image.</summary>
    /// <param name="output">The number of the output.</param>
    /// <param name="image">The image.</param>
    public Span<float> Of(int output, int image)
    {
        var size = network.FurtherOutputs[output].Size;
        return _rooms[output].AsSpan(image * size, size);
    }

    /// <summary>The values of all images that there is room for.</summary>
    /// <param name="output">The number of the output.</param>
    public Span<float> All(int output) => _rooms[output];

    /// <summary>Zeroes all values of an output.</summary>
    /// <param name="output">The number of the output.</param>
    public void Clear(int output) => Array.Clear(_rooms[output]);
}
