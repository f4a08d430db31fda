using System.Buffers;
using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// Predicts with the weights of a network, beside other predictors of it: <see cref="CompiledNetwork.CreatePredictor"/> makes one for each
/// thread of a server.
/// </summary>
/// <remarks>
/// <para>
/// It has no weights and no kernels, only memory for images at work. What it predicts are the bits that the network itself predicts.
/// </para>
/// <para>
/// One caller at a time: a second call that comes meanwhile is an <see cref="InvalidOperationException"/>. Where the network itself is at
/// work (a training step, <see cref="INetwork.Load(string, bool)"/>), a call waits until that is through. After the first call none
/// allocates, unless more images come than before.
/// </para>
/// </remarks>
public sealed unsafe class Predictor : IDisposable
{
    private readonly CompiledNetwork _network;
    private readonly RunContext _context;
    private readonly InferenceRun _inference;
    private readonly ArgumentChecks _check;
    private readonly Gate _gate;
    private readonly MemoryHandle[] _pins;
    private readonly nint[] _further;

    /// <param name="network">Whose weights it has.</param>
    /// <param name="shared">What the network works with.</param>
    /// <param name="threads">Threads of its own.</param>
    internal Predictor(CompiledNetwork network, RunContext shared, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, WorkerTeam.MaxThreads);
        _network = network;
        _context = new RunContext(shared, threads);
        _inference = new InferenceRun(_context);
        _check = new ArgumentChecks(Info);
        _gate = new Gate(this, $"A predictor of {Info.Name}");
        var further = Info.FurtherOutputs.Count;
        (_pins, _further) = (new MemoryHandle[further], new nint[further]);
    }

    /// <summary>The network whose weights it has.</summary>
    public NetworkInfo Info => _network.Info;

    /// <summary>Threads that share the work of a call, the calling one included.</summary>
    public int Threads => _context.Workers.Threads;

    /// <summary>Its threads, for the tests of what they allocate.</summary>
    internal Workers Workers => _context.Workers;

    /// <summary>Every arena of its own, for the tests of their guard zones.</summary>
    internal IEnumerable<AlignedMemory> Arenas => [.. _context.Arenas, .. _inference.Arenas];

    /// <summary>Predicts any number of images.</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> values.</param>
    /// <param name="outputs">Room for n outputs of <see cref="NetworkInfo.OutputSize"/> values.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="InvalidOperationException">It is at work for another caller.</exception>
    /// <exception cref="ObjectDisposedException">It, or the network, was disposed of.</exception>
    public void Predict(ReadOnlySpan<float> images, Span<float> outputs)
    {
        using var use = _gate.Enter();
        var count = Check(images.Length, outputs.Length, areBytes: false);
        fixed (float* floats = images, results = outputs)
            Predict(count, new NetworkPass { Floats = floats, Outputs = results });
    }

    /// <summary>Predicts any number of images given as bytes (pixels 0 to 255).</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> bytes.</param>
    /// <param name="outputs">Room for n outputs of <see cref="NetworkInfo.OutputSize"/> values.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="InvalidOperationException">It is at work for another caller, or the network does not begin with
    /// <c>[Normalization]</c> or <c>[Rescaling]</c>.</exception>
    /// <exception cref="ObjectDisposedException">It, or the network, was disposed of.</exception>
    public void Predict(ReadOnlySpan<byte> images, Span<float> outputs)
    {
        using var use = _gate.Enter();
        var count = Check(images.Length, outputs.Length, areBytes: true);
        fixed (byte* bytes = images)
        fixed (float* results = outputs)
            Predict(count, new NetworkPass { Bytes = bytes, Outputs = results });
    }

    /// <summary>Predicts all outputs of a network with several.</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> values.</param>
    /// <param name="outputs">Room for n outputs of the last layer.</param>
    /// <param name="furtherOutputs">Room for n of each of <see cref="NetworkInfo.FurtherOutputs"/>, in their order.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="InvalidOperationException">It is at work for another caller.</exception>
    /// <exception cref="ObjectDisposedException">It, or the network, was disposed of.</exception>
    public void Predict(ReadOnlySpan<float> images, Span<float> outputs, ReadOnlySpan<Memory<float>> furtherOutputs)
    {
        using var use = _gate.Enter();
        var count = CheckAll(images.Length, outputs.Length, areBytes: false, furtherOutputs);
        fixed (float* floats = images, results = outputs)
            PredictAll(count, new NetworkPass { Floats = floats, Outputs = results }, furtherOutputs);
    }

    /// <summary>As the overload for floats, for images as bytes.</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> bytes.</param>
    /// <param name="outputs">Room for n outputs of the last layer.</param>
    /// <param name="furtherOutputs">Room for n of each of <see cref="NetworkInfo.FurtherOutputs"/>, in their order.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="InvalidOperationException">It is at work for another caller, or the network does not begin with
    /// <c>[Normalization]</c> or <c>[Rescaling]</c>.</exception>
    /// <exception cref="ObjectDisposedException">It, or the network, was disposed of.</exception>
    public void Predict(ReadOnlySpan<byte> images, Span<float> outputs, ReadOnlySpan<Memory<float>> furtherOutputs)
    {
        using var use = _gate.Enter();
        var count = CheckAll(images.Length, outputs.Length, areBytes: true, furtherOutputs);
        fixed (byte* bytes = images)
        fixed (float* results = outputs)
            PredictAll(count, new NetworkPass { Bytes = bytes, Outputs = results }, furtherOutputs);
    }

    /// <summary>
    /// Refuses what <c>Predict</c> would refuse of a call, before it is its turn. It touches no memory, so any number of callers may ask
    /// at once, also while it predicts.
    /// </summary>
    /// <param name="images">Values of all images of the call.</param>
    /// <param name="outputs">Values that there is room for.</param>
    /// <param name="areBytes">Whether the images are bytes.</param>
    /// <returns>How many images these are.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="InvalidOperationException">Bytes came, and the network does not begin with <c>[Normalization]</c> or
    /// <c>[Rescaling]</c>.</exception>
    public int Check(int images, int outputs, bool areBytes)
    {
        if (areBytes)
            _check.AcceptsBytes();
        return _check.Images(images, outputs);
    }

    /// <summary>The same of a call for all outputs of a network with several.</summary>
    /// <param name="images">Values of all images of the call.</param>
    /// <param name="outputs">Values that there is room for, of the last layer's output.</param>
    /// <param name="areBytes">Whether the images are bytes.</param>
    /// <param name="furtherOutputs">Room for each of <see cref="NetworkInfo.FurtherOutputs"/>.</param>
    /// <returns>How many images these are.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="InvalidOperationException">Bytes came, and the network does not begin with <c>[Normalization]</c> or
    /// <c>[Rescaling]</c>.</exception>
    public int CheckAll(int images, int outputs, bool areBytes, ReadOnlySpan<Memory<float>> furtherOutputs)
    {
        var count = Check(images, outputs, areBytes);
        _check.FurtherOutputs(count, furtherOutputs);
        return count;
    }

    /// <summary>Frees its memory and its threads; the network stays as it is. A second time it does nothing.</summary>
    /// <exception cref="InvalidOperationException">It is at work for another caller.</exception>
    public void Dispose()
    {
        if (!_gate.Close())
            return;
        _inference.Dispose();
        _context.Dispose();
    }

    private void Predict(int count, NetworkPass pass)
    {
        pass.Count = count;
        using var reading = _network.Gate.Read();
        _inference.Predict(in pass);
    }

    private void PredictAll(int count, NetworkPass pass, ReadOnlySpan<Memory<float>> furtherOutputs)
    {
        var pinned = 0;
        try
        {
            for (; pinned < _pins.Length; pinned++)
            {
                _pins[pinned] = furtherOutputs[pinned].Pin();
                _further[pinned] = (nint)_pins[pinned].Pointer;
            }

            fixed (nint* further = _further)
            {
                pass.FurtherOutputs = (float**)further;
                Predict(count, pass);
            }
        }
        finally
        {
            while (pinned > 0)
                _pins[--pinned].Dispose();
        }
    }
}
