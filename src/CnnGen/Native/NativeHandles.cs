namespace CnnGen.Runtime;

/// <summary>
/// The networks that C holds. A handle is no address but a place in this table and the number of times that the place was given out, so
/// that one that was destroyed, or is no handle at all, is told from one that is alive.
/// </summary>
internal static class NativeHandles
{
    private static readonly int HalfBits = IntPtr.Size * 4;
    private static readonly nuint Half = ((nuint)1 << HalfBits) - 1;
    private static readonly Lock Gate = new();
    private static readonly List<Place> Places = [];
    private static readonly Stack<int> Free = [];

    /// <summary>Takes a network in.</summary>
    /// <param name="instance">The network.</param>
    /// <returns>Its handle, never zero.</returns>
    public static nint Add(NativeInstance instance)
    {
        lock (Gate)
        {
            if (!Free.TryPop(out var index))
            {
                index = Places.Count;
                // Not from zero, so that small numbers are no handles.
                Places.Add(new Place(1, null));
            }

            Places[index] = Places[index] with { Instance = instance };
            return (nint)((Places[index].Generation << HalfBits) | (nuint)(index + 1));
        }
    }

    /// <summary>The network of a handle; null where it has none.</summary>
    /// <param name="handle">What C passed.</param>
    public static NativeInstance? Find(nint handle)
    {
        lock (Gate)
            return IndexOf(handle) is { } index ? Places[index].Instance : null;
    }

    /// <summary>Forgets a network; its handle is never given out again.</summary>
    /// <param name="handle">A handle that <see cref="Find"/> knows.</param>
    public static void Remove(nint handle)
    {
        lock (Gate)
        {
            if (IndexOf(handle) is not { } index)
                return;
            var next = Places[index].Generation + 1;
            Places[index] = new Place(next, null);
            // A place whose generations are used up is left alone.
            if (next <= Half)
                Free.Push(index);
        }
    }

    private static int? IndexOf(nint handle)
    {
        var index = ((nuint)handle & Half) - 1;
        return index < (nuint)Places.Count && Places[(int)index].Generation == (nuint)handle >> HalfBits ? (int)index : null;
    }

    private readonly record struct Place(nuint Generation, NativeInstance? Instance);
}
