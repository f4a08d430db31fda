using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CnnGen.Tests.Formats;
using CnnGen.Tests.Fuzzing;
using CnnGen.Tests.Support;
using PureHDF;
using Xunit;
using static CnnGen.Import.Tests.KerasWriter;

namespace CnnGen.Import.Tests;

/// <summary>Whatever is done to a file, it is read or refused by the exceptions that are documented, within bounds of memory.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private const string Source = """
        using CnnGen;
        [Input(2, 2, 1)]
        [Conv2D(2, 1)] [BatchNormalization]
        [Flatten] [Dense(1)]
        public sealed partial class Whole;
        """;

    private static readonly (string Name, int[] Shape)[] Weights =
    [
        ("conv2d/kernel", [1, 1, 1, 2]), ("conv2d/bias", [2]), ("batch_normalization/gamma", [2]), ("batch_normalization/beta", [2]),
        ("batch_normalization/moving_mean", [2]), ("batch_normalization/moving_variance", [2]), ("dense/kernel", [8, 1]),
        ("dense/bias", [1]),
    ];

    // PureHDF makes room for as many bytes as a damaged length says, an array's most, before it sees that the file has fewer. The system
    // gives no memory for what is never written to.
    private const long Hdf5Allowance = int.MaxValue + Allocated.Allowance;

    private readonly TemporaryFolder _folder = new();
    private readonly INetwork _network = CompiledImport.Compile(Source, "Whole");

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void WeightsOfKeras3()
    {
        WriteWeights(_folder["w.weights.h5"], Groups());
        LoadSpoiled(File.ReadAllBytes(_folder["w.weights.h5"]));
    }

    [Fact]
    public void WeightsOfKeras2()
    {
        WriteGroups(_folder["w.h5"], Layers());
        LoadSpoiled(File.ReadAllBytes(_folder["w.h5"]));
    }

    /// <summary>Names, headers, values and the archive around them, each now and then.</summary>
    [Fact]
    public void ArraysOfNumPy() => FuzzRun.Over(mutation =>
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, shape) in mutation.Shuffle([.. Weights]))
            {
                var level = mutation.OneOf(CompressionLevel.Fastest, CompressionLevel.NoCompression);
                var entry = archive.CreateEntry($"{name}.npy", level);
                entry.LastWriteTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var content = entry.Open();
                content.Write(mutation.Spoil(Npy(mutation, shape), oneIn: 10));
            }
        }

        return mutation.Spoil(memory.ToArray(), oneIn: 10);
    }, Load, IsRefusal);

    [Fact]
    public void ModelsInHdf5()
    {
        WriteHdf5(_folder["m.h5"], Model(), "2.4.0", Layers());
        ReadSpoiled(File.ReadAllBytes(_folder["m.h5"]));
    }

    [Fact]
    public void ModelsInArchives()
    {
        WriteArchive(_folder["m.keras"], Model(), Groups());
        ReadSpoiled(File.ReadAllBytes(_folder["m.keras"]));
    }

    /// <summary>The text of the configuration and of the list of weights, and numbers in them.</summary>
    [Fact]
    public void ModelsOfTensorFlowJs()
    {
        var data = new byte[Weights.Sum(weight => sizeof(float) * weight.Shape.Aggregate((a, b) => a * b))];
        WriteTfjs(_folder["model.json"], Model(), isConverted: true, data,
            [.. Weights.Select(weight => Weight(weight.Name, "float32", weight.Shape))]);
        var text = File.ReadAllText(_folder["model.json"]);
        FuzzRun.Over(mutation =>
        {
            var json = JsonNode.Parse(text)!;
            Change(json, mutation);
            return mutation.Spoil(Encoding.UTF8.GetBytes(json.ToJsonString()), oneIn: 4);
        }, path =>
        {
            foreach (var part in Directory.GetFiles(_folder.Path, "*.bin"))
                File.Copy(part, Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(part)), overwrite: true);
            return Read(path);
        }, IsRefusal);
    }

    private static bool IsRefusal(Exception error) => error is ImportException or IOException;

    private void LoadSpoiled(byte[] bytes) =>
        FuzzRun.Over(mutation => Spoil(mutation, bytes), Load, IsRefusal, Hdf5Allowance);

    private static void ReadSpoiled(byte[] bytes) =>
        FuzzRun.Over(mutation => Spoil(mutation, bytes), Read, IsRefusal, Hdf5Allowance);

    private static byte[] Spoil(Mutation mutation, byte[] bytes) =>
        mutation.Spoil(mutation.Spoil(mutation.Spoil(bytes, oneIn: 1), oneIn: 2), oneIn: 4);

    private long Load(string path)
    {
        _network.LoadKeras(path);
        return 0;
    }

    private static long Read(string path)
    {
        NetworkImport.Read(path);
        return 0;
    }

    /// <summary>Numbers become others, now and then.</summary>
    private static void Change(JsonNode json, Mutation mutation)
    {
        if (json is JsonObject inner)
        {
            foreach (var (key, value) in inner.ToList())
                inner[key] = Changed(value, mutation);
        }
        else if (json is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
                list[i] = Changed(list[i], mutation);
        }
    }

    private static JsonNode? Changed(JsonNode? value, Mutation mutation)
    {
        if (value is null)
            return null;
        if (mutation.OneIn(300))
            return mutation.OneOf<JsonNode?>(null, "text", new JsonArray(), new JsonObject(), -1);
        if (value.GetValueKind() == JsonValueKind.Number)
            return value.GetValue<double>() is var number && mutation.OneIn(20) ? mutation.Perhaps((long)number) : value.DeepClone();
        Change(value, mutation);
        return value.DeepClone();
    }

    private static byte[] Npy(Mutation mutation, int[] shape)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        var extents = string.Concat(shape.Select(extent => $"{mutation.Perhaps(extent)}, "));
        var type = mutation.OneIn(20) ? mutation.OneOf("<f8", "<f2", ">f4", "|O", "<i8") : "<f4";
        var header = $"{{'descr': '{type}', 'fortran_order': {(mutation.OneIn(5) ? "True" : "False")}, 'shape': ({extents}), }}\n";
        writer.Write([0x93, .. "NUMPY"u8, (byte)mutation.Perhaps(1), 0]);
        writer.Write((ushort)mutation.Perhaps(header.Length));
        writer.Write(Encoding.ASCII.GetBytes(header));
        writer.Write(new byte[sizeof(float) * shape.Aggregate((a, b) => a * b)]);
        return memory.ToArray();
    }

    private static JsonObject Model() => Sequential("m", Input("in", 2, 2, 1),
        Layer("Conv2D", "conv2d", "\"filters\": 2, \"kernel_size\": [1, 1], \"activation\": \"linear\", \"strides\": [1, 1]"),
        Layer("BatchNormalization", "batch_normalization", "\"epsilon\": 0.001"), Layer("Flatten", "flatten"),
        Layer("Dense", "dense", "\"units\": 1"));

    private static (string, H5Dataset[])[] Groups() =>
        [.. ByLayer().Select(layer => ($"layers/{layer.Key}", layer.Select(Zeros).ToArray()))];

    private static (string, (string, H5Dataset)[])[] Layers() =>
        [.. ByLayer().Select(layer => (layer.Key, layer.Select(weight => (weight.Name, Zeros(weight))).ToArray()))];

    private static IEnumerable<IGrouping<string, (string Name, int[] Shape)>> ByLayer() =>
        Weights.GroupBy(weight => weight.Name.Split('/')[0]);

    private static H5Dataset Zeros((string Name, int[] Shape) weight) =>
        Tensor(new float[weight.Shape.Aggregate((a, b) => a * b)], weight.Shape);
}
