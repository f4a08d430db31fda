using CnnGen.Import.Graph;
using PureHDF;
using PureHDF.VOL.Native;

namespace CnnGen.Import.Keras;

/// <summary>What is read of HDF5 files, by PureHDF.</summary>
internal static class Hdf5
{
    // Of deflate: 1 byte becomes 1032 at most, and one float is four.
    private const int MostCompression = 258;

    // Keras writes 64 KB of names to an attribute at most.
    private const int MostBytesOfNames = 1 << 20;

    /// <summary>Opens a file. External links are not followed.</summary>
    /// <param name="file">The file, from its first byte.</param>
    /// <param name="leaveOpen">Whether it stays open once all is read.</param>
    public static NativeFile Open(Stream file, bool leaveOpen = false) => H5File.Open(new GuardedStream(file), leaveOpen);

    /// <summary>An attribute that holds text; null where there is none.</summary>
    public static string? Text(IH5Object place, string name) =>
        place.AttributeExists(name) ? place.Attribute(name).Read<string>() : null;

    /// <summary>
    /// An attribute that holds names. More than 64 KB of them are in attributes with numbers, <c>layer_names0</c> and so on; a list of none
    /// is an array of floats.
    /// </summary>
    public static IReadOnlyList<string> Names(IH5Object place, string name)
    {
        if (place.AttributeExists(name))
            return Read(place.Attribute(name));
        var names = new List<string>();
        for (var part = 0; place.AttributeExists($"{name}{part}"); part++)
            names.AddRange(Read(place.Attribute($"{name}{part}")));
        return names;

        static IReadOnlyList<string> Read(IH5Attribute attribute)
        {
            var count = Count(attribute.Space);
            if (count == 0 || attribute.Type.Class is not (H5DataTypeClass.String or H5DataTypeClass.VariableLength))
                return [];
            return count * attribute.Type.Size <= MostBytesOfNames
                ? attribute.Read<string[]>()
                : throw new InvalidDataException($"'{attribute.Name}' says that it has {count:G} names, which is more than can be read");
        }
    }

    /// <summary>The extents of a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <exception cref="OverflowException">One is more than any array has.</exception>
    public static IReadOnlyList<int> Shape(IH5Dataset dataset) =>
        [.. dataset.Space.Dimensions.Select(extent => checked((int)extent))];

    /// <summary>The values of a data set as floats.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="role">What they are.</param>
    /// <param name="length">Bytes of the file, of which values that are compressed have a multiple at most.</param>
    /// <exception cref="InvalidDataException">They are of another type, or more than memory can hold.</exception>
    public static ImportedTensor Tensor(IH5Dataset dataset, string role, long length)
    {
        var count = Count(dataset.Space);
        if (count > Math.Min(Array.MaxLength, (double)length * MostCompression))
            throw new InvalidDataException($"'{dataset.Name}' has {count:G} values, which is more than can be read");
        var values = (dataset.Type.Class, dataset.Type.Size) switch
        {
            (H5DataTypeClass.FloatingPoint, 4) => dataset.Read<float[]>(),
            (H5DataTypeClass.FloatingPoint, 8) => Array.ConvertAll(dataset.Read<double[]>(), value => (float)value),
            (H5DataTypeClass.FloatingPoint, 2) => Array.ConvertAll(dataset.Read<Half[]>(), value => (float)value),
            var (kind, size) => throw new InvalidDataException($"'{dataset.Name}' holds {kind} of {size} bytes, but must hold floats"),
        };
        return values.Length == count
            ? new(role, Shape(dataset), values)
            : throw new InvalidDataException($"'{dataset.Name}' says that it has {count:G} values, but has {values.Length}");
    }

    // Not as a whole number, which damaged extents overflow.
    private static double Count(IH5Dataspace space) => space.Dimensions.Aggregate(1.0, (product, extent) => product * extent);
}
