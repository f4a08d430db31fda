using System.IO.MemoryMappedFiles;
using System.Reflection;
using CnnGen.Formats;

namespace CnnGen;

/// <summary>Loads the weights that a program brings with it. A program with one of the two ways is compiled without the other.</summary>
internal static unsafe class ShippedWeights
{
    /// <summary>What goes before the name of embedded weights; <c>CnnGen.Weights.targets</c> writes it.</summary>
    private const string ResourcePrefix = "CnnGen.Weights/";

    /// <summary>Loads weights that are a part of the network's assembly, from where that lies in memory.</summary>
    /// <param name="weights">The network's weights.</param>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="assembly">The network's assembly.</param>
    /// <exception cref="FileNotFoundException">It has no weights of that name.</exception>
    /// <exception cref="InvalidDataException">They are of another network.</exception>
    public static void LoadEmbedded(WeightFile weights, string network, string name, Assembly assembly)
    {
        using var embedded = assembly.GetManifestResourceStream(ResourcePrefix + name)
            ?? throw new FileNotFoundException(
                $"{network} has its weights in '{name}', which the build makes a part of the assembly, but it is not there: build anew.");
        weights.Load(embedded, $"the embedded '{name}'");
    }

    /// <summary>Loads weights that are in a file beside the program.</summary>
    /// <param name="weights">The network's weights.</param>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="name">The name of the file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or the weights are of another network.</exception>
    public static void Load(WeightFile weights, string network, string name)
    {
        var path = Path.Join(AppContext.BaseDirectory, name);
        try
        {
            LoadMapped(weights, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException(
                $"{network} has its weights in '{name}', which the build puts beside the program, but there is no {path}. Ship that file"
                    + " with the program, or make it a part of the assembly, by Embed=\"true\" on the item CnnGenWeights of the project.",
                path, e);
        }
    }

    /// <summary>Reads a file where the system maps it into memory, so that it is never there twice.</summary>
    private static void LoadMapped(WeightFile weights, string path)
    {
        using var file = RegularFile.OpenRead(path);
        // What is empty has nothing to map, and what a span cannot hold is read piece by piece.
        if (file.Length is 0 or > int.MaxValue)
        {
            weights.Load(path);
            return;
        }

        using var map = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        using var view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* bytes = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref bytes);
        try
        {
            weights.Load(new ReadOnlySpan<byte>(bytes + view.PointerOffset, (int)file.Length), $"'{path}'");
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}
