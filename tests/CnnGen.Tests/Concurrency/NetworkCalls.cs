using System.Reflection;
using CnnGen.Data;
using CnnGen.Training;

namespace CnnGen.Tests.Concurrency;

/// <summary>
/// One caller of a network: every public member of networks and parameters as a call with arguments of its own. Members are named as
/// <see cref="Members"/> names them, which looks them up, so that a new one without a call here is a failure.
/// </summary>
internal sealed class NetworkCalls
{
    private const int Count = 2;

    private readonly float[] _images = new float[Count * ContendedNetwork.InputSize];
    private readonly byte[] _bytes = new byte[Count * ContendedNetwork.InputSize];
    private readonly float[] _outputs = new float[Count * ContendedNetwork.OutputSize];
    private readonly int[] _labels = [3, 1];
    private readonly float[] _targets = new float[Count * ContendedNetwork.OutputSize];
    private int _threads;

    /// <summary>A caller.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">A file of its weights.</param>
    /// <param name="file">The file that it writes to, and reads; there already, and nobody else's.</param>
    public NetworkCalls(INetwork network, byte[] weights, string file)
    {
        var random = new Random(1);
        random.NextBytes(_bytes);
        foreach (ref var value in _images.AsSpan())
            value = random.NextSingle();
        var optimizer = new Nadam();
        var kernel = network.Parameters.MaxBy(parameter => parameter.Count)!;
        var values = new float[kernel.Count];
        var (squares, crossentropy) = (new MeanSquaredError(), new SparseCategoricalCrossentropy());
        var dataset = new ImageDataset(_bytes, _labels, 8, 8, 1);
        ByName = new Dictionary<string, Action>
        {
            ["INetwork.get_Info()"] = () => _ = network.Info,
            ["INetwork.get_Parameters()"] = () => _ = network.Parameters,
            ["INetwork.get_InstructionSet()"] = () => _ = network.InstructionSet,
            ["INetwork.get_Threads()"] = () => _ = network.Threads,
            ["INetwork.set_Threads(Int32)"] = () => network.Threads = 1 + (_threads++ % 3),
            ["INetwork.Predict(ReadOnlySpan<Single>, Span<Single>)"] = () => network.Predict(_images, _outputs),
            ["INetwork.Predict(ReadOnlySpan<Byte>, Span<Single>)"] = () => network.Predict(_bytes, _outputs),
            ["INetwork.Forward(ReadOnlySpan<Single>, Span<Single>)"] = () => network.Forward(_images, _outputs),
            ["INetwork.Backward(ReadOnlySpan<Single>)"] = () => network.Backward(_outputs),
            ["INetwork.TrainBatch(ReadOnlySpan<Single>, ReadOnlySpan<Int32>, Optimizer)"] = () =>
                network.TrainBatch(_images, _labels, optimizer),
            ["INetwork.TrainBatch(ReadOnlySpan<Byte>, ReadOnlySpan<Int32>, Optimizer)"] = () =>
                network.TrainBatch(_bytes, _labels, optimizer),
            ["INetwork.TrainBatch(ReadOnlySpan<Single>, Targets, Loss, Optimizer, ReadOnlySpan<Metric>)"] = () =>
                network.TrainBatch(_images, _targets, squares, optimizer, [squares]),
            ["INetwork.TrainBatch(ReadOnlySpan<Byte>, Targets, Loss, Optimizer, ReadOnlySpan<Metric>)"] = () =>
                network.TrainBatch(_bytes, _labels, crossentropy, optimizer),
            ["INetwork.Step(Optimizer)"] = () => network.Step(optimizer),
            ["INetwork.ResetOptimizer()"] = network.ResetOptimizer,
            ["INetwork.Adapt(IImageSource)"] = () => network.Adapt(dataset),
            ["INetwork.Summary()"] = () => network.Summary(),
            ["INetwork.Summary(Boolean)"] = () => network.Summary(detailed: true),
            ["INetwork.Save(String, WeightFormat, Boolean)"] = () => network.Save(file),
            ["INetwork.Load(String, Boolean)"] = () => network.Load(file),
            ["INetwork.SaveCheckpoint(String, TrainingState)"] = () => network.SaveCheckpoint(CheckpointBeside(file)),
            ["INetwork.LoadCheckpoint(String, Optimizer)"] = () => network.LoadCheckpoint(CheckpointBeside(file), optimizer),
            ["INetwork.Load(Stream, String, Boolean)"] = () => network.Load(new MemoryStream(weights)),
            ["INetwork.Load(ReadOnlySpan<Byte>, String, Boolean)"] = () => network.Load(weights),
            ["INetwork.Inspect()"] = () => ((CompiledNetwork)network).Inspect().Dispose(),
            ["INetwork.CreatePredictor(Int32)"] = () =>
            {
                using var predictor = ((CompiledNetwork)network).CreatePredictor();
                predictor.Predict(_bytes, _outputs);
            },
            [Dispose] = network.Dispose,
            ["Parameter.get_Info()"] = () => _ = kernel.Info,
            ["Parameter.get_Name()"] = () => _ = kernel.Name,
            ["Parameter.get_Shape()"] = () => _ = kernel.Shape,
            ["Parameter.get_Count()"] = () => _ = kernel.Count,
            ["Parameter.get_Trainable()"] = () => _ = kernel.Trainable,
            ["Parameter.CopyTo(Span<Single>)"] = () => kernel.CopyTo(values),
            ["Parameter.CopyFrom(ReadOnlySpan<Single>)"] = () => kernel.CopyFrom(values),
            ["Parameter.CopyGradientTo(Span<Single>)"] = () => kernel.CopyGradientTo(values),
            ["Parameter.ToString()"] = () => kernel.ToString(),
        };
    }

    /// <summary>Where the checkpoint of a caller lies.</summary>
    /// <param name="file">Its file of weights.</param>
    public static string CheckpointBeside(string file) => $"{file}.checkpoint";

    /// <summary>The call that ends a network.</summary>
    public const string Dispose = "INetwork.Dispose()";

    /// <summary>Every public member of networks and parameters.</summary>
    public static IReadOnlyList<string> Members { get; } =
    [
        .. Methods(typeof(INetwork)).Concat(Methods(typeof(IDisposable))).Concat(Methods(typeof(CompiledNetwork)))
            .Select(method => $"INetwork.{Signature(method)}")
            .Concat(Methods(typeof(Parameter)).Select(method => $"Parameter.{Signature(method)}")).Distinct(),
    ];

    /// <summary>Members that touch no memory of the network and may be called at any time, even when it is gone.</summary>
    public static IReadOnlySet<string> AlwaysAllowed { get; } = new HashSet<string>(
    [
        "INetwork.get_Info()", "INetwork.get_Parameters()", "INetwork.get_InstructionSet()", "INetwork.get_Threads()", "INetwork.Summary()",
        "INetwork.Summary(Boolean)", Dispose,
        "Parameter.get_Info()", "Parameter.get_Name()", "Parameter.get_Shape()", "Parameter.get_Count()", "Parameter.get_Trainable()",
        "Parameter.ToString()",
    ]);

    /// <summary>The calls.</summary>
    public IReadOnlyDictionary<string, Action> ByName { get; }

    /// <summary>Name and parameter types of a method.</summary>
    public static string Signature(MethodInfo method) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))})";

    private static IEnumerable<MethodInfo> Methods(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static string Name(Type type) =>
        type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
}
