using System.Buffers.Binary;
using System.Text.Json;
using CnnGen.Import.Graph;

namespace CnnGen.Import.Keras;

/// <summary>
/// Weights as models of TensorFlow.js have them: a list of groups, in each the files that make it up and the weights that lie in these, one
/// after the other. A weight's name is that of its layer and its role; numbers may be stored as smaller ones.
/// </summary>
internal sealed class TfjsWeights : KerasWeights
{
    private const long MostBytes = 2_000_000_000;

    private readonly List<Entry> _weights = [];

    /// <summary>Reads all weights.</summary>
    /// <param name="manifest">The list.</param>
    /// <param name="folder">The folder that the files are in.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The list is damaged, a file is not within the folder, or files do not have as many bytes as their weights need.
    /// </exception>
    public static TfjsWeights Read(JsonElement manifest, string folder)
    {
        var (weights, names, total) = (new TfjsWeights(), new HashSet<string>(), 0L);
        foreach (var group in manifest.EnumerateArray())
        {
            var files = group.GetProperty("paths").EnumerateArray().Select(name => FileOf(folder, name.GetString() ?? "")).ToList();
            if (files.Find(file => !names.Add(file.FullName)) is { } again)
                throw new InvalidDataException($"its weights are in '{again.Name}' twice");
            total += files.Sum(file => file.Length);
            if (total > MostBytes)
                throw new InvalidDataException($"its weights have more than {MostBytes} bytes");
            using var data = new MemoryStream();
            foreach (var file in files)
            {
                using var part = file.OpenRead();
                part.CopyTo(data);
            }

            weights.Add(group.GetProperty("weights"), data.ToArray());
        }

        return weights;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ImportedTensor> Of(IReadOnlyList<KerasStep> path, IReadOnlyList<string[]> roles)
    {
        var found = new List<ImportedTensor>();
        foreach (var role in roles)
        {
            List<Entry> entries = [.. _weights.Where(weight => role.Contains(weight.Role) && weight.IsOf(path[^1].Name))];
            // Of b and a/b, the one that has the whole name; of layers in models, the one with theirs in front.
            if (entries.Count > 1)
            {
                entries = entries.FindAll(weight => weight.Layer == path[^1].Name) is { Count: > 0 } whole ? whole
                    : entries.FindAll(weight => weight.IsOf(string.Join('/', path.Select(step => step.Name))));
            }

            if (entries.Count > 1)
                throw new InvalidDataException($"the file has several {role[0]} of it: names of layers must differ");
            found.AddRange(entries.Select(entry => entry.Read(role[0])));
        }

        return found;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    /// <summary>A file within the folder: nothing else is read, whatever the list says.</summary>
    private static FileInfo FileOf(string folder, string name)
    {
        var isWithin = name.Length > 0 && !Path.IsPathRooted(name) && !name.Contains(':', StringComparison.Ordinal)
            && !name.Split('/', '\\').Any(part => part is "" or "." or "..");
        if (!isWithin)
            throw new InvalidDataException($"its weights are in '{name}', but must lie beside it");
        var file = new FileInfo(Path.Combine(folder, name));
        return file.Exists ? file : throw new InvalidDataException($"its weights are in '{name}', which is not there");
    }

    private void Add(JsonElement weights, byte[] data)
    {
        var place = 0;
        foreach (var weight in weights.EnumerateArray())
        {
            var name = weight.GetProperty("name").GetString() ?? throw new InvalidDataException("a weight has no name");
            var quantization = weight.TryGetProperty("quantization", out var quantized) ? quantized : default;
            var type = (quantization.ValueKind == JsonValueKind.Object ? quantization : weight).GetProperty("dtype").GetString();
            int[] shape = [.. weight.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
            var bytes = type switch
            {
                "float32" or "int32" => 4,
                "float16" or "uint16" => 2,
                "uint8" or "bool" => 1,
                _ => throw new InvalidDataException($"weight '{name}' is stored as {type}, which is not read"),
            } * shape.Aggregate(1L, (product, extent) => extent < 0 ? throw new InvalidDataException($"the shape of '{name}' has {extent}")
                : checked(product * extent));
            if (bytes > data.Length - place)
                throw new InvalidDataException($"weight '{name}' needs {bytes} bytes, but its files have {data.Length - place} left");
            _weights.Add(new(name, type!, shape, data.AsMemory(place, (int)bytes), Number("scale", 1), Number("min", 0)));
            place += (int)bytes;

            double Number(string key, double otherwise) =>
                quantization.ValueKind == JsonValueKind.Object && quantization.TryGetProperty(key, out var value)
                    ? value.GetDouble() : otherwise;
        }

        if (place != data.Length)
            throw new InvalidDataException($"files of weights have {data.Length} bytes, but the weights in them {place}");
    }

    /// <summary>One weight.</summary>
    private sealed record Entry(string Name, string Type, int[] Shape, ReadOnlyMemory<byte> Data, double Scale, double Least)
    {
        public string Role { get; } = Name[(Name.LastIndexOf('/') + 1)..];

        public string Layer { get; } = Name[..Math.Max(Name.LastIndexOf('/'), 0)];

        /// <summary>Whether it is of a layer, in front of whose name those of models may stand.</summary>
        public bool IsOf(string layer) => Layer == layer || Layer.EndsWith($"/{layer}", StringComparison.Ordinal);

        public ImportedTensor Read(string role)
        {
            var size = Type switch { "float32" => 4, "float16" or "uint16" => 2, "uint8" => 1, _ => 0 };
            if (size == 0)
                throw new InvalidDataException($"'{Name}' holds {Type}, but must hold floats");
            var values = new float[Data.Length / size];
            for (var i = 0; i < values.Length; i++)
            {
                var bytes = Data.Span[(i * size)..];
                values[i] = Type switch
                {
                    "float32" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
                    "float16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
                    "uint16" => (float)(BinaryPrimitives.ReadUInt16LittleEndian(bytes) * Scale + Least),
                    _ => (float)(bytes[0] * Scale + Least),
                };
            }

            return new(role, Shape, values);
        }
    }
}
