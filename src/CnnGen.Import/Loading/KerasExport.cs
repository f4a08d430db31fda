using System.IO.Compression;
using PureHDF;

namespace CnnGen.Import.Loading;

/// <summary>Writes weights as Keras has them.</summary>
internal static class KerasExport
{
    /// <summary>
    /// Writes a file that Keras 3 loads by <c>load_weights</c>: a group for each layer, in it the weights by their numbers.
    /// </summary>
    /// <param name="stream">The file.</param>
    /// <param name="layers">The layers.</param>
    public static void WriteHdf5(Stream stream, IReadOnlyList<WeightedLayer> layers)
    {
        var groups = new H5Group();
        foreach (var layer in layers)
        {
            var weights = new H5Group();
            foreach (var (parameter, _) in layer.Weights)
            {
                weights[$"{weights.Count}"] =
                    new H5Dataset(Values(parameter), fileDims: [.. parameter.Shape.Select(extent => (ulong)extent)]);
            }

            if (layer.HasCounter)
                weights[$"{weights.Count}"] = new H5Dataset(0);
            groups[layer.Group] = new H5Group { ["vars"] = weights };
        }

        new H5File { ["layers"] = groups }.Write(stream);
    }

    /// <summary>Writes an archive of NumPy: arrays under the weights' names, in the order of Keras' <c>get_weights()</c>.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="layers">The layers.</param>
    public static void WriteNumPy(Stream stream, IReadOnlyList<WeightedLayer> layers)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var layer in layers)
        {
            foreach (var (parameter, _) in layer.Weights)
            {
                using var entry = Create(parameter.Name);
                NpyArray.Write(entry, parameter.Shape, Values(parameter));
            }

            if (layer.HasCounter)
            {
                using var entry = Create($"{layer.Name}/count");
                NpyArray.Write(entry, 0);
            }
        }

        Stream Create(string name) => archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression).Open();
    }

    private static float[] Values(Parameter parameter)
    {
        var values = new float[parameter.Count];
        parameter.CopyTo(values);
        return Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw new NotFiniteNumberException($"'{parameter.Name}' holds values that are NaN or infinite, as after training that failed."
                + " Nothing was written.");
    }
}
