namespace CnnGen.Samples.Commands;

/// <summary>The network as commands use it.</summary>
internal static class SampleNetwork
{
    /// <summary>A network with fresh weights.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="threads">Threads that share the work.</param>
    /// <param name="seed">Decides the weights and the dropout.</param>
    /// <exception cref="UsageException">There are too many threads.</exception>
    public static INetwork Create(TrainingSample sample, int threads, int seed = 0)
    {
        var network = sample.CreateNetwork(seed);
        try
        {
            network.Threads = threads;
            return network;
        }
        catch (ArgumentOutOfRangeException e)
        {
            network.Dispose();
            throw new UsageException($"--threads: {e.Message}");
        }
    }

    /// <summary>A network with the weights of a file.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="path">The file that <c>train</c> saved.</param>
    /// <param name="threads">Threads that share the work.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the message says how to get one.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another network.</exception>
    /// <exception cref="UsageException">There are too many threads.</exception>
    public static INetwork Load(TrainingSample sample, string path, int threads)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no trained network in {Path.GetFullPath(path)}. Train one (the command 'train'), or"
                + " name its file with --model FILE.");
        }

        var network = Create(sample, threads);
        network.Load(path);
        return network;
    }
}
