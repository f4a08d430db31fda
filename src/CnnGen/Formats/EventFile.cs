using System.Globalization;

namespace CnnGen.Formats;

/// <summary>
/// Writes a file that TensorBoard reads: records that are <c>Event</c> messages, the first of which names the version of the format. The
/// fields are those of <c>event.proto</c> and <c>summary.proto</c> of TensorBoard (Apache License 2.0).
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const string Version = "brain.Event:2";

    // Of Event.
    private const int WallTime = 1;
    private const int Step = 2;
    private const int FileVersion = 3;
    private const int Summary = 5;

    // Of Summary and Summary.Value.
    private const int Value = 1;
    private const int Tag = 1;
    private const int SimpleValue = 2;
    private const int Image = 4;

    // Of Summary.Image.
    private const int ImageHeight = 1;
    private const int ImageWidth = 2;
    private const int ImageChannels = 3;
    private const int ImagePng = 4;

    // Two files of a process, begun in one second, have other names.
    private static int _files;

    private readonly FileStream _stream;
    private readonly RecordWriter _records;
    private readonly ProtobufWriter _event = new();

    /// <summary>Begins a file with a name of its own, which TensorBoard finds.</summary>
    /// <param name="folder">Its folder, which is made where it is missing.</param>
    public EventFile(string folder)
    {
        Directory.CreateDirectory(folder);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():D10}.{Environment.MachineName}.{Environment.ProcessId}"
                + $".{Interlocked.Increment(ref _files)}.v2");
        _stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        _records = new RecordWriter(_stream);
        Begin(step: null);
        _event.WriteString(FileVersion, Version);
        _records.Write(_event.Written);
        Flush();
    }

    /// <summary>Adds a number.</summary>
    /// <param name="tag">What it is called.</param>
    /// <param name="value">The number, which is stored in single precision.</param>
    /// <param name="step">Where it goes on the axis.</param>
    public void AddScalar(string tag, double value, long step)
    {
        Begin(step);
        var summary = _event.BeginMessage(Summary);
        var entry = _event.BeginMessage(Value);
        _event.WriteString(Tag, tag);
        _event.WriteFloat(SimpleValue, (float)value);
        End(summary, entry);
    }

    /// <summary>Adds a picture of bytes.</summary>
    /// <param name="tag">What it is called.</param>
    /// <param name="pixels">height x width x channels samples, row-major.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">1 of grey pictures, 3 of coloured ones.</param>
    /// <param name="step">Where it goes on the axis.</param>
    public void AddImage(string tag, ReadOnlySpan<byte> pixels, int height, int width, int channels, long step)
    {
        Begin(step);
        var summary = _event.BeginMessage(Summary);
        var entry = _event.BeginMessage(Value);
        _event.WriteString(Tag, tag);
        var image = _event.BeginMessage(Image);
        _event.WriteInt64(ImageHeight, height);
        _event.WriteInt64(ImageWidth, width);
        _event.WriteInt64(ImageChannels, channels);
        _event.WriteBytes(ImagePng, PngWriter.Encode(pixels, height, width, channels));
        _event.EndMessage(image);
        End(summary, entry);
    }

    /// <summary>Hands all that was added to the system: what ends the process from here on leaves it in the file.</summary>
    public void Flush() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Begin(long? step)
    {
        _event.Clear();
        _event.WriteDouble(WallTime, (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds);
        if (step is { } at)
            _event.WriteInt64(Step, at);
    }

    private void End(int summary, int entry)
    {
        _event.EndMessage(entry);
        _event.EndMessage(summary);
        _records.Write(_event.Written);
    }
}
