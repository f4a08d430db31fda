using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using CnnGen.Data;
using CnnGen.Training;

namespace CnnGen.Distributed.Tests;

/// <summary>What becomes of a training.</summary>
internal enum Scenario
{
    /// <summary>It comes to its end. The number of threads may follow, and the folder of its checkpoints.</summary>
    Whole,

    /// <summary>A callback of process 1 throws in the third step.</summary>
    Throws,

    /// <summary>Process 1 dies in the third step.</summary>
    Dies,

    /// <summary>Process 1 never comes to its third step; the others wait two seconds.</summary>
    Hangs,

    /// <summary>Process 1 has other options.</summary>
    Differs,

    /// <summary>Process 1 takes much longer than the others.</summary>
    Lags,
}

/// <summary>A network that remembers much: moving statistics, dropout.</summary>
[Input(6, 6, 1)]
[Rescaling(1.0 / 255)]
[Conv2D(8, 3, UseBias = false)]
[BatchNormalization]
[Relu]
[Flatten]
[Dropout(0.3)]
[Dense(4, Activation.Softmax)]
public sealed partial class Walker;

/// <summary>A training of a second or so, in one of the processes of a job.</summary>
internal static class Training
{
    /// <summary>What stands in front of the hash of the trained weights.</summary>
    public const string Result = "weights ";

    /// <summary>What is said after the first step.</summary>
    public const string Begun = "begun";

    private const int Images = 70;

    /// <summary>Trains.</summary>
    /// <param name="scenario">What becomes of it.</param>
    /// <param name="arguments">Threads, and the folder of checkpoints, if any.</param>
    public static int Run(Scenario scenario, string[] arguments)
    {
        using var cluster = Cluster.Join(scenario == Scenario.Hangs ? TimeSpan.FromSeconds(2) : null);
        var data = Data();
        using var net = new Walker(seed: 5) { Threads = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1 };
        var isOdd = cluster.Rank == 1;
        net.Fit(data, new FitOptions
        {
            Epochs = 20,
            BatchSize = scenario == Scenario.Differs && isOdd ? 15 : 16,
            Shards = 4,
            Cluster = cluster,
            Optimizer = new Nadam(0.01),
            Validation = data.Slice(0, 13),
            Progress = scenario == Scenario.Lags ? Progress.Console : null,
            Checkpoint = arguments.Length > 1 ? new CheckpointOptions(arguments[1]) { EverySteps = 1, Resume = true } : null,
            Callbacks = [new Announcement(cluster.Rank), .. isOdd ? new[] { new InThirdStep(scenario) } : []],
        });
        if (cluster.Rank == 0)
            Console.WriteLine(Result + HashOf(net));
        return 0;
    }

    private static ImageDataset Data()
    {
        var random = new Random(7);
        var bytes = new byte[Images * Walker.InputSize];
        random.NextBytes(bytes);
        var labels = Enumerable.Range(0, Images).Select(image => bytes[image * Walker.InputSize] / 64).ToArray();
        return new ImageDataset(bytes, labels, 6, 6, 1);
    }

    private static string HashOf(INetwork net)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in net.Parameters)
        {
            var values = new float[parameter.Count];
            parameter.CopyTo(values);
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed class Announcement(int rank) : ITrainingCallback
    {
        private bool _isMade;

        public void OnBatchEnd(in BatchProgress progress)
        {
            if (!_isMade)
                Console.WriteLine(FormattableString.Invariant($"{Begun} {rank} {Environment.ProcessId}"));
            _isMade = true;
        }
    }

    private sealed class InThirdStep(Scenario scenario) : ITrainingCallback
    {
        private int _steps;

        public void OnBatchEnd(in BatchProgress progress)
        {
            if (scenario == Scenario.Lags)
                Thread.Sleep(20);
            if (++_steps != 3)
                return;
            switch (scenario)
            {
                case Scenario.Throws:
                    throw new InvalidOperationException("the disk of process 1 is on fire");
                case Scenario.Dies:
                    Process.GetCurrentProcess().Kill();
                    break;
                case Scenario.Hangs:
                    Thread.Sleep(Timeout.Infinite);
                    break;
            }
        }
    }
}
