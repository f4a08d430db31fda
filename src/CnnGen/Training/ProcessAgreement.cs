using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>What the processes that share a training must agree on.</summary>
/// <param name="plan">The processes.</param>
internal sealed class ProcessAgreement(ShardPlan plan)
{
    private readonly byte[] _wishes = new byte[plan.Processes];
    private readonly int[] _lengths = [.. Enumerable.Repeat(1, plan.Processes)];

    /// <summary>Whether any of the processes wants something, such as to end: then all do.</summary>
    /// <param name="own">Whether this one does.</param>
    public bool Any(bool own)
    {
        if (plan.Cluster is not { } cluster)
            return own;
        _wishes[cluster.Rank] = own ? (byte)1 : (byte)0;
        cluster.AllGather(_wishes, _lengths);
        return _wishes.AsSpan().ContainsAnyExcept((byte)0);
    }

    /// <summary>
    /// Ends the job, by an exception of the first process, where one of the others was started with another program, network, weights,
    /// data or options.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="definition">Data and options.</param>
    /// <param name="options">What is not in there.</param>
    /// <param name="steps">Steps that the checkpoint has which the training goes on from; 0 where it begins.</param>
    public void Check(INetwork network, FitDefinition definition, FitOptions options, long steps)
    {
        if (plan.Cluster is not { } cluster)
            return;
        List<(string Name, string Value)> own =
        [
            ("CnnGen", $"{typeof(ProcessAgreement).Module.ModuleVersionId}"),
            ("program", $"{network.GetType().Module.ModuleVersionId}"),
            ("network", network.Info.Name),
            ("weights", DescribeWeights(network)),
            ("checkpoint", steps.ToString(CultureInfo.InvariantCulture)),
            (nameof(options.Epochs), options.Epochs.ToString(CultureInfo.InvariantCulture)),
            (nameof(options.Shards), options.Shards.ToString(CultureInfo.InvariantCulture)),
            .. definition.Settings,
        ];
        var all = Exchange(cluster, string.Join('\n', own.Select(each => $"{each.Name}\t{each.Value.ReplaceLineEndings(" ")}")));
        var other = Array.FindIndex(all, text => text != all[0]);
        if (other < 0)
            return;
        // One of them says so; the others wait for the job to end.
        if (cluster.Rank == 0)
        {
            throw new InvalidOperationException(
                $"Process {other} trains something else than process 0: {Differences(all[0], all[other])}. All processes of a cluster must"
                + " run the same program on the same data with the same options.");
        }

        Any(false);
    }

    private static string[] Exchange(ICluster cluster, string own)
    {
        var bytes = Encoding.UTF8.GetBytes(own);
        var counts = new int[cluster.Size];
        counts[cluster.Rank] = bytes.Length;
        cluster.AllGather(MemoryMarshal.AsBytes(counts.AsSpan()), [.. counts.Select(_ => sizeof(int))]);
        var all = new byte[counts.Sum()];
        bytes.CopyTo(all, counts.Take(cluster.Rank).Sum());
        cluster.AllGather(all, counts);
        return [.. counts.Select((count, rank) => Encoding.UTF8.GetString(all, counts.Take(rank).Sum(), count))];
    }

    private static string Differences(string first, string other)
    {
        Dictionary<string, string> was = SettingsOf(first), now = SettingsOf(other);
        return string.Join("; ", was.Keys.Union(now.Keys)
            .Where(name => was.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name} is {now.GetValueOrDefault(name, "not set")} instead of {was.GetValueOrDefault(name, "not set")}"));
    }

    private static Dictionary<string, string> SettingsOf(string text) => text.Split('\n').Select(line => line.Split('\t', 2))
        .GroupBy(pair => pair[0]).ToDictionary(same => same.Key, same => same.Last()[1]);

    /// <summary>What they are, and what dropout draws by.</summary>
    private static string DescribeWeights(INetwork network)
    {
        var values = network.Parameters.Sum(parameter => parameter.Count);
        var all = new float[values];
        var next = 0;
        foreach (var parameter in network.Parameters)
        {
            parameter.CopyTo(all.AsSpan(next, parameter.Count));
            next += parameter.Count;
        }

        var seed = (network as IShardedTraining)?.Seed;
        return $"{DataChecksum.Of<float>(all, values)}, seed {seed}";
    }
}
