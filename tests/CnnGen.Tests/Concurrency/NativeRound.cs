using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using CnnGen.Runtime;
using CnnGen.Tests.Support;

namespace CnnGen.Tests.Concurrency;

/// <summary>One handle for two callers of the C functions.</summary>
internal sealed unsafe class NativeRound : IRound
{
    private const int Count = 2;

    private readonly NativeNetwork _native = new(seed => new ContendedNetwork(seed));
    private readonly nint _handle;
    private readonly Dictionary<string, Func<NativeStatus>>[] _callers;

    private NativeRound(byte[] weights, string[] files)
    {
        nint handle;
        Check(_native.Create(1, &handle));
        _handle = handle;
        _callers = [.. files.Select(file => Calls(weights, file))];
    }

    /// <summary>Every C function of a network.</summary>
    public static IReadOnlyList<string> Functions { get; } =
        [.. typeof(NativeNetwork).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(NetworkCalls.Signature)];

    /// <inheritdoc/>
    public string? Problem => null;

    /// <summary>Runs every pair of C functions.</summary>
    public static int RunAll()
    {
        using var folder = new TemporaryFolder();
        using (var network = new ContendedNetwork(seed: 2))
            network.Save(folder["0"]);
        File.Copy(folder["0"], folder["1"]);
        var weights = Pinned(File.ReadAllBytes(folder["0"]));
        return Contention.Run(Functions, "Destroy(IntPtr)", () => new NativeRound(weights, [folder["0"], folder["1"]]));
    }

    /// <summary>Names of the calls there are, to be compared with <see cref="Functions"/>.</summary>
    public static IReadOnlyCollection<string> CallNames()
    {
        using var round = new NativeRound([], ["", ""]);
        return round._callers[0].Keys;
    }

    /// <inheritdoc/>
    public bool Call(string name, int caller) => _callers[caller][name]() switch
    {
        NativeStatus.Ok => true,
        NativeStatus.Busy or NativeStatus.InvalidHandle => false,
        var status => throw new InvalidOperationException($"{status}: {Marshal.PtrToStringUTF8((nint)NativeNetwork.LastError)}"),
    };

    /// <inheritdoc/>
    public void Dispose() => _native.Destroy(_handle);

    private static void Check(NativeStatus status)
    {
        if (status != NativeStatus.Ok)
            throw new InvalidOperationException($"{status}: {Marshal.PtrToStringUTF8((nint)NativeNetwork.LastError)}");
    }

    private static T[] Pinned<T>(T[] values)
    {
        var pinned = GC.AllocateArray<T>(values.Length, pinned: true);
        values.CopyTo(pinned, 0);
        return pinned;
    }

    /// <summary>A pinned array's first value; what belongs to a caller lives as long as its calls do.</summary>
    private static T* At<T>(T[] pinned)
        where T : unmanaged => (T*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);

    private Dictionary<string, Func<NativeStatus>> Calls(byte[] weights, string file)
    {
        var images = Pinned(Enumerable.Range(0, Count * ContendedNetwork.InputSize).Select(i => (byte)(i * 37)).ToArray());
        var outputs = Pinned(new float[Count * ContendedNetwork.OutputSize]);
        var labels = Pinned(new[] { 3, 1 });
        var path = Pinned(Encoding.UTF8.GetBytes(file + "\0"));
        var threads = 0;
        return new()
        {
            ["Create(Int32, IntPtr*)"] = () =>
            {
                nint other;
                var status = _native.Create(2, &other);
                Check(_native.Destroy(other));
                return status;
            },
            ["Destroy(IntPtr)"] = () => _native.Destroy(_handle),
            ["Load(IntPtr, Byte*)"] = () => _native.Load(_handle, At(path)),
            ["Load(IntPtr, Byte*, UIntPtr)"] = () => _native.Load(_handle, At(weights), (nuint)weights.Length),
            ["Save(IntPtr, Byte*)"] = () => _native.Save(_handle, At(path)),
            ["Adapt(IntPtr, NativeImages)"] = () => _native.Adapt(_handle, new(At(images), (nuint)images.Length)),
            ["Predict(IntPtr, NativeImages, Single*, UIntPtr)"] = () =>
                _native.Predict(_handle, new(At(images), (nuint)images.Length), At(outputs), (nuint)outputs.Length),
            ["Predict(IntPtr, NativeImages, Single*, UIntPtr, ReadOnlySpan<NativeOutput>)"] = () =>
                _native.Predict(_handle, new(At(images), (nuint)images.Length), At(outputs), (nuint)outputs.Length, []),
            ["TrainStep(IntPtr, NativeImages, Int32*, UIntPtr, Double, Double*, Int32*)"] = () =>
            {
                double loss;
                int correct;
                return _native.TrainStep(_handle, new(At(images), (nuint)images.Length), At(labels), Count, 0.001, &loss, &correct);
            },
            ["SetThreads(IntPtr, Int32)"] = () => _native.SetThreads(_handle, 1 + (threads++ % 3)),
            ["InstructionSetName(IntPtr)"] = () =>
                _native.InstructionSetName(_handle) == null ? NativeStatus.InvalidHandle : NativeStatus.Ok,
        };
    }
}
