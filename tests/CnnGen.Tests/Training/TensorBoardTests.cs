using System.Buffers.Binary;
using System.Text;
using CnnGen.Data;
using CnnGen.Formats;
using CnnGen.Images;
using CnnGen.Tests.Support;
using CnnGen.Tests.Training.Events;
using CnnGen.Training;
using Google.Protobuf;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Event files, read by messages that protoc compiled and by a checksum of its own.</summary>
public sealed class TensorBoardTests
{
    private static readonly ImageDataset Data = Pictures(channels: 1);

    [Fact]
    public void EpochsAreScalarsUnderKerasNamesInKerasFolders()
    {
        using var folder = new TemporaryFolder();
        using var network = new GreyFilters(seed: 1);
        var optimizer = new Sgd(new ExponentialDecay(0.1, 1, 0.5));
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var history = network.Fit(Data, new FitOptions
        {
            Epochs = 3,
            BatchSize = 4,
            Optimizer = optimizer,
            Validation = Data,
            Callbacks = [new TensorBoard(folder["logs"])],
        });

        Assert.Equal(["train", "validation"], Directory.GetDirectories(folder["logs"]).Select(Path.GetFileName).Order());
        var train = ReadFolder(folder["logs/train"]);
        Assert.Equal("brain.Event:2", train[0].FileVersion);
        Assert.All(train, each => Assert.InRange(each.WallTime, before, before + 3600));
        Assert.Equal(
            ["epoch_loss", "epoch_accuracy", "epoch_learning_rate"], train.Skip(1).Take(3).Select(each => each.Summary.Value.Single().Tag));
        Assert.Equal(Expected(history["loss"]), Scalars(train, "epoch_loss"));
        Assert.Equal(Expected(history["accuracy"]), Scalars(train, "epoch_accuracy"));
        // Three steps in each epoch.
        Assert.Equal([(0L, 0.025f), (1L, 0.1f / 32), (2L, 0.1f / 256)], Scalars(train, "epoch_learning_rate"));

        var validation = ReadFolder(folder["logs/validation"]);
        Assert.Equal("brain.Event:2", validation[0].FileVersion);
        Assert.Equal(Expected(history["val_loss"]), Scalars(validation, "epoch_loss"));
        Assert.Equal(Expected(history["val_accuracy"]), Scalars(validation, "epoch_accuracy"));
        Assert.Equal([3L, 6, 9], Scalars(validation, "evaluation_loss_vs_iterations").Select(each => each.Step));
        Assert.Equal(13, validation.Count);
    }

    [Fact]
    public void BatchesAreWrittenAsOftenAsAskedForWithoutAllocating()
    {
        using var folder = new TemporaryFolder();
        using var network = new GreyFilters(seed: 1);
        var losses = new List<(long, float)>();
        network.Fit(Data, new FitOptions
        {
            Epochs = 2,
            BatchSize = 2,
            Callbacks = [new TensorBoard(folder["logs"]) { UpdateFrequency = 4 }, new AtBatchEnd(progress =>
            {
                var batch = ((progress.Epoch - 1) * progress.Batches) + progress.Batch;
                if (batch % 4 == 0)
                    losses.Add((batch, (float)progress.Loss));
            })],
        });
        var train = ReadFolder(folder["logs/train"]);
        Assert.Equal([4L, 8, 12], losses.Select(each => each.Item1));
        Assert.Equal(losses, Scalars(train, "batch_loss"));
        Assert.Equal([4L, 8, 12], Scalars(train, "batch_accuracy").Select(each => each.Step));
        Assert.False(Directory.Exists(folder["logs/validation"]));
        Assert.Throws<ArgumentOutOfRangeException>("UpdateFrequency", () => new TensorBoard { UpdateFrequency = 0 });

        ITrainingCallback callback = new TensorBoard(folder["again"]) { UpdateFrequency = 1 };
        var bytes = 0L;
        network.Fit(Data, new FitOptions
        {
            Epochs = 1,
            BatchSize = 1,
            Callbacks = [callback, new AtBatchEnd(progress =>
            {
                var start = GC.GetAllocatedBytesForCurrentThread();
                callback.OnBatchEnd(progress);
                bytes = GC.GetAllocatedBytesForCurrentThread() - start;
            })],
        });
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void FiltersAreTilesOfAPicture()
    {
        using var folder = new TemporaryFolder();
        using var network = new GreyFilters(seed: 1);
        network.Fit(Data, new FitOptions { Epochs = 2, Callbacks = [new TensorBoard(folder["logs"]) { WriteImages = true }] });
        var pictures = Pictures(folder, "first/kernel/image");
        Assert.Equal([0L, 1], pictures.Select(each => each.Step));
        // Five filters of 3 x 2, in a grid of three columns, 8 pixels for each weight and one between tiles.
        var (height, width) = ((2 * 25) - 1, (3 * 17) - 1);
        Assert.Equal((height, width, 1), (pictures[1].Picture.Height, pictures[1].Picture.Width, pictures[1].Picture.Channels));

        var weights = new float[3 * 2 * 5];
        network.Parameters[0].CopyTo(weights);
        for (var filter = 0; filter < 5; filter++)
        {
            float[] own = [.. weights.Where((_, i) => i % 5 == filter)];
            for (var cell = 0; cell < own.Length; cell++)
            {
                var shade = (byte)Math.Round(255 * (((double)own[cell] - own.Min()) / ((double)own.Max() - own.Min())));
                var (y, x) = ((filter / 3 * 25) + (cell / 2 * 8), (filter % 3 * 17) + (cell % 2 * 8));
                Assert.Equal(shade, pictures[1].Picture.Pixels[(y * width) + x]);
                Assert.Equal(shade, pictures[1].Picture.Pixels[((y + 7) * width) + x + 7]);
            }
        }
    }

    [Fact]
    public void FiltersOfThreeChannelsAreColoured()
    {
        using var folder = new TemporaryFolder();
        using var network = new ColourFilters(seed: 1);
        network.Fit(Pictures(channels: 3), new FitOptions { Callbacks = [new TensorBoard(folder["logs"]) { WriteImages = true }] });
        var picture = Assert.Single(Pictures(folder, "conv2d/kernel/image")).Picture;
        Assert.Equal(((2 * 25) - 1, (2 * 25) - 1, 3), (picture.Height, picture.Width, picture.Channels));
        var weights = new float[2 * 2 * 3 * 4];
        network.Parameters[0].CopyTo(weights);
        float[] second = [.. weights.Where((_, i) => i % 4 == 1)];
        for (var channel = 0; channel < 3; channel++)
        {
            var shade = (byte)Math.Round(255 * (((double)second[channel] - second.Min()) / ((double)second.Max() - second.Min())));
            Assert.Equal(shade, picture.Pixels[(25 * 3) + channel]);
        }
    }

    [Fact]
    public void FiltersOfNoConvolutionAreRefused()
    {
        using var folder = new TemporaryFolder();
        using var network = new TwoClasses();
        var data = new ImageDataset(new float[] { 1 }, new[] { 1 }, 1, 1, 1);
        Assert.Contains(
            "draws the filters of the first convolution, but TwoClasses has none",
            Assert.Throws<InvalidOperationException>(() => network.Fit(
                data, new FitOptions { Callbacks = [new TensorBoard(folder["logs"]) { WriteImages = true }] })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TensorBoard(""));
        Assert.False(Directory.Exists(folder["logs"]));
    }

    /// <summary>What a reader finds while training goes on, which is what a crash would leave; and where an exception ended it.</summary>
    [Fact]
    public void AnEpochThatIsOverIsInTheFile()
    {
        using var folder = new TemporaryFolder();
        using var network = new GreyFilters(seed: 1);
        var seen = new List<int>();
        Assert.Throws<InvalidOperationException>(() => network.Fit(Data, new FitOptions
        {
            Epochs = 3,
            Callbacks = [new TensorBoard(folder["logs"]), new AtBatchEnd(progress =>
            {
                if (progress.Batch == 1)
                    seen.Add(Scalars(ReadFolder(folder["logs/train"]), "epoch_loss").Count);
                if (progress.Epoch == 3)
                    throw new InvalidOperationException("the end");
            })],
        }));
        Assert.Equal([0, 1, 2], seen);
        Assert.Equal(2, Scalars(ReadFolder(folder["logs/train"]), "epoch_loss").Count);
    }

    /// <summary>The values of RFC 3720, B.4, and the check value of the catalogue of checksums.</summary>
    [Fact]
    public void TheChecksumIsThatOfTheStandard()
    {
        Assert.Equal(0x8a9136aa, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62a8ab43u, Crc32C.Of([.. Enumerable.Repeat((byte)0xff, 32)]));
        Assert.Equal(0x46dd794eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113fdb5cu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
        Assert.Equal(0xe3069283, Crc32C.Of("123456789"u8));
        for (var length = 0; length < 40; length++)
        {
            byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 37))];
            Assert.Equal(Checksum(data), Crc32C.Of(data));
        }
    }

    /// <summary>Every field type, also of lengths that take more than one byte.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(20000)]
    public void MessagesAreThoseOfProtocolBuffers(int length)
    {
        var tag = new string('ü', length);
        var writer = new ProtobufWriter();
        writer.WriteDouble(1, 1.5);
        writer.WriteInt64(2, long.MinValue + length);
        var summary = writer.BeginMessage(5);
        var value = writer.BeginMessage(1);
        writer.WriteString(1, tag);
        writer.WriteFloat(2, -0.1f);
        writer.EndMessage(value);
        value = writer.BeginMessage(1);
        var image = writer.BeginMessage(4);
        writer.WriteInt64(1, length);
        writer.WriteBytes(4, new byte[length]);
        writer.EndMessage(image);
        writer.EndMessage(value);
        writer.EndMessage(summary);

        var expected = new Event { WallTime = 1.5, Step = long.MinValue + length, Summary = new Summary() };
        expected.Summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = -0.1f });
        expected.Summary.Value.Add(new Summary.Types.Value
        {
            Image = new Summary.Types.Image { Height = length, EncodedImageString = ByteString.CopyFrom(new byte[length]) },
        });
        Assert.Equal(expected, Event.Parser.ParseFrom(writer.Written));
    }

    private static IEnumerable<(long, float)> Expected(IReadOnlyList<double?> values) =>
        values.Select((value, epoch) => ((long)epoch, (float)value!.Value));

    private static List<(long Step, float Value)> Scalars(List<Event> events, string tag) =>
        [.. events.Where(each => each.Summary?.Value.Single() is { HasSimpleValue: true } value && value.Tag == tag)
            .Select(each => (each.Step, each.Summary.Value.Single().SimpleValue))];

    private static List<(long Step, ByteImage Picture)> Pictures(TemporaryFolder folder, string tag)
    {
        List<(long, ByteImage)> pictures = [];
        foreach (var each in ReadFolder(folder["logs/train"]).Where(each => each.Summary?.Value.Single().Image is not null))
        {
            var image = each.Summary.Value.Single().Image;
            var picture = ImageFile.Read(folder.Write("picture.png", image.EncodedImageString.Span));
            Assert.Equal(tag, each.Summary.Value.Single().Tag);
            Assert.Equal((image.Height, image.Width, image.Colorspace), (picture.Height, picture.Width, picture.Channels));
            pictures.Add((each.Step, picture));
        }

        return pictures;
    }

    /// <summary>All records of the only file of a folder, each with its checksums compared.</summary>
    private static List<Event> ReadFolder(string folder)
    {
        var path = Assert.Single(Directory.GetFiles(folder));
        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(path), StringComparison.Ordinal);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new BinaryReader(file, Encoding.UTF8);
        List<Event> events = [];
        while (file.Position < file.Length)
        {
            var head = reader.ReadBytes(8);
            Assert.Equal(Masked(head), reader.ReadUInt32());
            var record = reader.ReadBytes((int)BinaryPrimitives.ReadUInt64LittleEndian(head));
            Assert.Equal(Masked(record), reader.ReadUInt32());
            events.Add(Event.Parser.ParseFrom(record));
        }

        return events;
    }

    private static uint Masked(byte[] data)
    {
        var crc = Checksum(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);
    }

    /// <summary>CRC-32C, bit by bit.</summary>
    private static uint Checksum(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82f63b78;
        }

        return ~crc;
    }

    private static ImageDataset Pictures(int channels) => new(
        Enumerable.Range(0, 12 * 25 * channels).Select(i => i * 7 % 11 / 11f).ToArray(),
        Enumerable.Range(0, 12).Select(i => i % 2).ToArray(), 5, 5, channels);

    private sealed class AtBatchEnd(Action<BatchProgress> action) : ITrainingCallback
    {
        public void OnBatchEnd(in BatchProgress progress) => action(progress);
    }
}

/// <summary>Five filters of one channel.</summary>
[Input(5, 5, 1)]
[Conv2D(5, kernelHeight: 3, kernelWidth: 2, Name = "first")]
[Flatten]
[Dense(2, Activation.Softmax)]
internal sealed partial class GreyFilters;

/// <summary>Four filters of three channels.</summary>
[Input(5, 5, 3)]
[Conv2D(4, 2)]
[Flatten]
[Dense(2, Activation.Softmax)]
internal sealed partial class ColourFilters;
