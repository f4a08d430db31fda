using System.Collections.Concurrent;
using CnnGen.Data;
using CnnGen.Training;

namespace CnnGen.Tests.Data.Sources;

/// <summary>A source whose images lie in memory, but which is read one by one like any other, and keeps books.</summary>
/// <param name="data">The images.</param>
/// <param name="knowsTargets">Whether it gives all targets at once, or each when its image is read.</param>
internal sealed class ReadSource(ImageDataset data, bool knowsTargets = false) : IImageSource
{
    private readonly ConcurrentDictionary<Thread, bool> _threads = new();
    private int _reads;

    /// <summary>Called before an image is read, with its number.</summary>
    public Action<int>? BeforeRead { get; set; }

    /// <summary>Reads that were begun.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Threads that read.</summary>
    public IReadOnlyCollection<Thread> Threads => [.. _threads.Keys];

    public int Count => data.Count;

    public ImageShape Shape => data.Shape;

    public bool HasBytes => data.HasBytes;

    public TargetKind TargetKind => data.TargetKind;

    public int TargetSize => data.TargetSize;

    public Targets Targets => knowsTargets ? data.Targets : default;

    public void Read(int image, ImageBuffer buffer)
    {
        Interlocked.Increment(ref _reads);
        _threads.TryAdd(Thread.CurrentThread, true);
        BeforeRead?.Invoke(image);
        ((IImageSource)data).Read(image, buffer);
        if (knowsTargets)
            return;
        var target = data.Targets.Slice(image * TargetSize, TargetSize);
        target.Classes.CopyTo(buffer.Labels);
        target.Values.CopyTo(buffer.Values);
    }
}
