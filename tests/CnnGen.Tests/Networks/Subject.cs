using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using CnnGen.Runtime;
using CnnGen.Tests.Reference;

namespace CnnGen.Tests.Networks;

/// <summary>
/// A network class under test with weights, images and probes, and what the reference makes of them. Data are drawn until no ReLU and no
/// maximum of the reference is closer than float32's rounding, so that every gradient has one right value.
/// </summary>
internal sealed class Subject
{
    /// <summary>Images per run: more than one chunk of any planner, and odd.</summary>
    public const int ImageCount = 7;

    /// <summary>The seed of the network, and so of its dropout masks.</summary>
    public const int NetworkSeed = 11;

    private const int Attempts = 40;

    private static readonly ConcurrentDictionary<Type, Lazy<Subject>> Known = new();

    private readonly Random _random;

    private Subject(Type network, int dataSeed)
    {
        Network = network;
        _random = new Random(dataSeed);
        Reference = ReferenceNetwork.Of(network);
        Reference.SetParameters(DrawWeight);
        Weights = [.. Reference.Parameters.Select(p => p.Values.Select(v => (float)v.Value).ToArray())];
        Images = Draw(ImageCount * Reference.Input.Size);
        Probes = Draw(ImageCount * Reference.Output.Size);
    }

    public Type Network { get; }

    public ReferenceNetwork Reference { get; }

    /// <summary>The values of each parameter, in Keras' layout.</summary>
    public IReadOnlyList<float[]> Weights { get; }

    public float[] Images { get; }

    /// <summary>dLoss/dOutput for the backward pass.</summary>
    public float[] Probes { get; }

    /// <summary>What prediction must give.</summary>
    public Estimate[] Predicted { get; private set; } = [];

    /// <summary>What the further outputs must be in prediction.</summary>
    public IReadOnlyList<Estimate[]> FurtherPredicted { get; private set; } = [];

    /// <summary>What the training form must give.</summary>
    public Estimate[] Forwarded { get; private set; } = [];

    /// <summary>What the gradient of each parameter must be.</summary>
    public IReadOnlyList<Estimate[]> Gradients { get; private set; } = [];

    /// <summary>The network with its data and expected results, computed once.</summary>
    public static Subject Of(Type network) => Known.GetOrAdd(network, type => new Lazy<Subject>(() => Settle(type))).Value;

    /// <summary>The same, which may fail: some networks always make comparisons that are too close for float32.</summary>
    public static bool TryOf(Type network, [NotNullWhen(true)] out Subject? settled)
    {
        settled = Enumerable.Range(1, Attempts).Select(seed => new Subject(network, seed)).FirstOrDefault(each => each.TryRunReference());
        return settled is not null;
    }

    /// <summary>The same without expected results, for networks too large for the reference.</summary>
    public static Subject WithoutExpectations(Type network) => new(network, dataSeed: 1);

    /// <summary>A network with these weights.</summary>
    public INetwork Create(InstructionSet instructionSet, int threads = 1)
    {
        var network = Construct(Network, NetworkSeed, instructionSet);
        network.Threads = threads;
        CopyWeightsTo(network);
        return network;
    }

    /// <summary>Sets the weights of an instance.</summary>
    public void CopyWeightsTo(INetwork network)
    {
        for (int i = 0; i < Weights.Count; i++)
            network.Parameters[i].CopyFrom(Weights[i]);
    }

    /// <summary>Calls <c>new Network(seed, instructionSet)</c>.</summary>
    public static INetwork Construct(Type network, int seed, InstructionSet? instructionSet) =>
        (INetwork)Activator.CreateInstance(
            network, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, [seed, instructionSet], null)!;

    private static Subject Settle(Type network) => TryOf(network, out var subject)
        ? subject
        : throw new InvalidOperationException($"{network}: {Attempts} draws of data, and each has a comparison too close for float32");

    private bool TryRunReference()
    {
        var outputs = Reference.RunAll(Images);
        (Predicted, FurtherPredicted) = (outputs[0], outputs[1..]);
        Reference.Differentiate(Images, [.. Probes.Select(p => (Estimate)p)], new TrainingDraws(NetworkSeed));
        Gradients = [.. Reference.Parameters.Select(p => p.Gradients.ToArray())];
        bool isAmbiguous = Reference.IsAmbiguous;
        Forwarded = Reference.Run(Images, new TrainingDraws(NetworkSeed));
        return !isAmbiguous;
    }

    /// <summary>Kernels that keep the size of what flows through; biases that matter; variances around one.</summary>
    private float DrawWeight(ReferenceParameter parameter, int index)
    {
        double signed = (2 * _random.NextDouble()) - 1;
        if (parameter.Name.EndsWith("/kernel", StringComparison.Ordinal))
            return (float)(signed * Math.Sqrt(4.0 * parameter.Shape[^1] / parameter.Values.Length));
        return (float)(parameter.Name.EndsWith("variance", StringComparison.Ordinal) ? 1 + (0.8 * signed) : 0.5 * signed);
    }

    private float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * _random.NextDouble()) - 1))];
}
