namespace FashionSample.Commands;

/// <summary>A network with the weights of a file.</summary>
internal static class SavedNetwork
{
    /// <summary>Loads a network.</summary>
    /// <param name="path">The file that <c>train</c> saved.</param>
    /// <param name="threads">Threads that share the work.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the message says how to get one.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another network.</exception>
    public static FashionCnn Load(string path, int threads)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no trained network in {Path.GetFullPath(path)}. Train one (the command 'train'), or name its file with --model FILE.");
        var network = new FashionCnn { Threads = threads };
        network.Load(path);
        return network;
    }
}
