using System.Text.Json;
using CnnGen.Tests.Reference;
using CnnGen.Training;

namespace CnnGen.Tests.Training;

/// <summary>One case of <c>optimizers.json</c>: what Keras' rules make of some weights, step by step.</summary>
internal sealed record OptimizerCase(
    string Name,
    string Optimizer,
    Dictionary<string, JsonElement> Arguments,
    float[] Initial,
    float[][] Gradients,
    double[][] Float64,
    double Float64Tolerance,
    double?[]?[]? Expected,
    double AbsoluteTolerance,
    double RelativeTolerance)
{
    /// <summary>All cases of the file.</summary>
    public static IReadOnlyList<OptimizerCase> Load() =>
        [.. Root().GetProperty("optimizers").EnumerateArray().Select(Read)];

    /// <summary>The cases of clipping: optimizer, arguments, gradient before and after, tolerance.</summary>
    public static IReadOnlyList<(Optimizer Optimizer, float[] Gradient, double[] Expected, double Tolerance)> LoadClipping() =>
    [
        .. Root().GetProperty("clipping").EnumerateArray().Select(e => (
            Create(e.GetProperty("optimizer").GetString()!, e.GetProperty("arguments").Deserialize<Dictionary<string, JsonElement>>()!),
            e.GetProperty("gradient").Deserialize<float[]>()!,
            e.GetProperty("expected").Deserialize<double[]>()!,
            e.GetProperty("tolerance").GetDouble())),
    ];

    /// <summary>The optimizer with Keras' arguments under our names.</summary>
    public Optimizer Create() => Create(Optimizer, Arguments);

    /// <summary>The name, for messages.</summary>
    public override string ToString() => Name;

    private static JsonElement Root()
    {
        using var stream = File.OpenRead(Fixtures.Path("optimizers.json"));
        return JsonDocument.Parse(stream).RootElement;
    }

    private static OptimizerCase Read(JsonElement e)
    {
        var tolerance = e.TryGetProperty("tolerance", out var t) ? t : default;
        return new OptimizerCase(
            e.GetProperty("name").GetString()!,
            e.GetProperty("optimizer").GetString()!,
            e.GetProperty("arguments").Deserialize<Dictionary<string, JsonElement>>()!,
            e.GetProperty("initial").Deserialize<float[]>()!,
            e.GetProperty("gradients").Deserialize<float[][]>()!,
            e.GetProperty("float64").Deserialize<double[][]>()!,
            e.GetProperty("float64_tolerance").GetDouble(),
            e.TryGetProperty("expected", out var expected) ? expected.Deserialize<double?[]?[]>() : null,
            tolerance.ValueKind == JsonValueKind.Object ? tolerance.GetProperty("absolute").GetDouble() : 0,
            tolerance.ValueKind == JsonValueKind.Object ? tolerance.GetProperty("relative").GetDouble() : 0);
    }

    private static Optimizer Create(string name, Dictionary<string, JsonElement> arguments)
    {
        // Every argument must be understood: one that is not would be tested as its default.
        var left = new HashSet<string>(arguments.Keys);
        Optimizer optimizer = name switch
        {
            "SGD" => new Sgd
            {
                Momentum = Number("momentum") ?? 0,
                Nesterov = Flag("nesterov"),
            },
            "Adam" => new Adam
            {
                Beta1 = Number("beta_1") ?? 0.9,
                Beta2 = Number("beta_2") ?? 0.999,
                Epsilon = Number("epsilon") ?? 1e-7,
                AmsGrad = Flag("amsgrad"),
            },
            "Nadam" => new Nadam
            {
                Beta1 = Number("beta_1") ?? 0.9,
                Beta2 = Number("beta_2") ?? 0.999,
                Epsilon = Number("epsilon") ?? 1e-7,
            },
            "RMSprop" => new RmsProp
            {
                Rho = Number("rho") ?? 0.9,
                Momentum = Number("momentum") ?? 0,
                Epsilon = Number("epsilon") ?? 1e-7,
                Centered = Flag("centered"),
            },
            _ => throw new InvalidDataException($"the fixtures have an unknown optimizer {name}"),
        };
        optimizer.LearningRate = Number("learning_rate") ?? optimizer.LearningRate;
        optimizer.WeightDecay = Number("weight_decay");
        optimizer.ClipNorm = Number("clipnorm");
        optimizer.ClipValue = Number("clipvalue");
        if (left.Count > 0)
            throw new InvalidDataException($"the fixtures have unknown arguments: {string.Join(", ", left)}");
        return optimizer;

        double? Number(string key) =>
            left.Remove(key) && arguments[key].ValueKind == JsonValueKind.Number ? arguments[key].GetDouble() : null;

        bool Flag(string key) => left.Remove(key) && arguments[key].GetBoolean();
    }
}
