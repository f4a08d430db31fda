using System.IO.Compression;
using CnnGen.Formats;
using CnnGen.Import.Keras;
using CnnGen.Import.Loading;

namespace CnnGen.Import;

/// <summary>Weights that Keras or PyTorch saved, for a network whose class is there already.</summary>
public static class NetworkWeights
{
    /// <summary>
    /// Reads all weights from a file of Keras, as its <c>load_weights</c> does; changes nothing unless every one is there with its shape
    /// and finite values, or what differs is to be skipped.
    /// </summary>
    /// <remarks>
    /// <c>.weights.h5</c> of Keras 3, <c>.keras</c>, <c>.h5</c> of <c>save_weights</c> or <c>save</c>: layers in the order of the network,
    /// counted by class or one after the other, whatever their names; so layers that lie side by side must stand in Keras' order.
    /// <c>.npz</c>: arrays named <c>conv2d/kernel</c>, or <c>arr_0</c> and so on, in the order of <c>get_weights()</c>. Which of them it
    /// is, the file says itself, whatever its name.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="skipMismatch">
    /// Keras' <c>skip_mismatch</c>, for a network that has the layers of another up to a point, and a head of its own: whether layers whose
    /// weights are not in the file, or have another shape there, keep what they have, and what the network has no layer for is passed by.
    /// False when left out.
    /// </param>
    /// <returns>What was skipped; nothing unless <paramref name="skipMismatch"/>.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ImportException">
    /// The file is none of these or damaged, or its weights are not the network's: what is missing, too much or of another shape is listed,
    /// all of it. With <paramref name="skipMismatch"/>: no layer would have got its weights.
    /// </exception>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    public static IReadOnlyList<ImportProblem> LoadKeras(this INetwork network, string path, bool skipMismatch = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = File.OpenRead(path);
        return LoadKeras(network, stream, skipMismatch, path);
    }

    /// <summary>
    /// Reads all weights from a stream of a file of Keras, from where it stands to its end; otherwise as the overload for files.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">The file, such as an embedded resource; it stays open.</param>
    /// <param name="skipMismatch">As of the overload for files.</param>
    /// <param name="source">What messages call it.</param>
    /// <returns>What was skipped; nothing unless <paramref name="skipMismatch"/>.</returns>
    /// <exception cref="IOException">Reading the stream fails, or it has more than 2 GB.</exception>
    /// <exception cref="ImportException">As of the overload for files.</exception>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    public static IReadOnlyList<ImportProblem> LoadKeras(
        this INetwork network, Stream stream, bool skipMismatch = false, string source = "the stream")
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        var load = new WeightLoad(network, source);
        // What both formats need: a beginning to come back to.
        if (!stream.CanSeek || stream.Position > 0)
        {
            var copy = new MemoryStream();
            stream.CopyTo(copy);
            copy.Position = 0;
            stream = copy;
        }

        try
        {
            Gather(stream, source, load);
        }
        catch (Exception e) when (KerasFile.IsDamage(e))
        {
            throw new ImportException(source, $"the file is damaged, or has no weights of Keras: {e.Message}", e);
        }

        return load.Load(skipMismatch);
    }

    /// <summary>
    /// Reads all weights from a safetensors file with the names and layouts of PyTorch's modules (<c>conv1.weight</c>, out before in);
    /// changes nothing unless every one is there with its shape and finite values.
    /// </summary>
    /// <remarks>
    /// A layer takes the module of its name; one that has no module's name takes the only module whose weights have its shapes. Kernels
    /// behind a <c>[Flatten]</c> of a map are put in order, as PyTorch flattens channels first; <c>num_batches_tracked</c> is passed by.
    /// What is no weight, such as the epsilon of a normalization (1e-5 in PyTorch, 1e-3 here), is the class's to say.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ImportException">
    /// The file is no safetensors file or damaged, or its weights are not the network's: what is missing, too much, of another shape or
    /// ambiguous is listed, all of it.
    /// </exception>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    public static void LoadPyTorch(this INetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafetensorsFile file;
        try
        {
            file = SafetensorsFile.Read(path);
        }
        catch (InvalidDataException e)
        {
            throw new ImportException(
                path, $"it must be a safetensors file, as safetensors.torch.save_file(model.state_dict(), path) writes: {e.Message}", e);
        }

        if (file.Metadata.GetValueOrDefault("format") == "cnngen")
            throw new ImportException(path, "these are weights of a network of CnnGen already: Load reads them");
        var load = new WeightLoad(network, path);
        PyTorchWeights.Gather(file, network, load);
        load.Load();
    }

    /// <summary>
    /// Writes all weights for Keras: <c>.weights.h5</c>, which Keras 3 loads by <c>load_weights</c> into a model with the same layers in
    /// the same order, whatever their names; or <c>.npz</c>, arrays of NumPy under the weights' names, in the order of <c>set_weights</c>.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, which its ending decides; it is replaced only once the new one is whole. Its folder must exist.</param>
    /// <exception cref="ArgumentException">The path has another ending.</exception>
    /// <exception cref="NotFiniteNumberException">A value is NaN or infinite; the previous file is untouched.</exception>
    /// <exception cref="IOException">The folder does not exist, or the disk is full or fails; the previous file is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    public static void SaveKeras(this INetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Action<Stream, IReadOnlyList<WeightedLayer>> write =
            path.EndsWith(".weights.h5", StringComparison.OrdinalIgnoreCase) ? KerasExport.WriteHdf5
            : path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) ? KerasExport.WriteNumPy
            : throw new ArgumentException(
                $"{path}: the name must end in .weights.h5, which Keras asks for, or in .npz. The network's own file is written by Save.",
                nameof(path));
        var layers = WeightedLayer.Of(network);
        ReplacedFile.Write(path, stream => write(stream, layers));
    }

    private static void Gather(Stream stream, string path, WeightLoad load)
    {
        switch (FileStart.Of(stream))
        {
            case FileKind.Hdf5:
                using (var file = Hdf5.Open(stream, leaveOpen: true))
                    Hdf5Weights.Gather(file, stream.Length, load);
                break;
            case FileKind.Zip:
                using (var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
                    GatherArchive(archive, load);
                break;
            default:
                throw new ImportException(path, "this is neither an HDF5 file (.weights.h5, .h5) nor an archive (.npz, .keras)");
        }
    }

    private static void GatherArchive(ZipArchive archive, WeightLoad load)
    {
        if (archive.GetEntry(KerasFile.WeightsEntry) is null)
        {
            NpzWeights.Gather(archive, load);
            return;
        }

        var weights = KerasFile.Entry(archive, KerasFile.WeightsEntry);
        using var file = Hdf5.Open(new MemoryStream(weights));
        Hdf5Weights.Gather(file, weights.Length, load);
    }
}
