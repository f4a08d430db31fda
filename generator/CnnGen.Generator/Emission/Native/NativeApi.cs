using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Native;

/// <summary>The C functions of a network: those that it can do, so that what it cannot is found by the C compiler.</summary>
internal sealed class NativeApi
{
    private static readonly string[] HandleErrors = ["INVALID_HANDLE", "BUSY"];

    private readonly Plan _plan;
    private readonly NativeType _network;
    private readonly NativeType _status;
    private readonly NativeParameter _handle;

    public NativeApi(Plan plan)
    {
        _plan = plan;
        Prefix = plan.Declared.ExportPrefix!;
        _network = new($"{Prefix} *", "nint");
        _status = new($"{Prefix}_status ", "global::CnnGen.Runtime.NativeStatus");
        _handle = new(_network, "network", "the network");
        FurtherOutputs = NativeOutputName.All(plan.Declared);
    }

    /// <summary>What names begin with.</summary>
    public string Prefix { get; }

    /// <summary>What macros begin with.</summary>
    public string Macro => Prefix.ToUpperInvariant();

    /// <summary>Whether images may be bytes: the first layer then knows what to make of them.</summary>
    private bool TakesBytes => _plan.AcceptsBytes;

    /// <summary>The outputs besides that of the last layer, with names for C that no two of them share.</summary>
    public IReadOnlyList<NativeOutputName> FurtherOutputs { get; }

    /// <summary>The C# name of a parameter: <c>image_values</c> is <c>imageValues</c>.</summary>
    public static string Argument(string parameter) => ExportsWriter.PascalCase(parameter, capital: false);

    /// <summary>Every function, in the order of the header.</summary>
    public IEnumerable<NativeFunction> Functions()
    {
        yield return Create();
        yield return Destroy();
        foreach (var function in Files())
            yield return function;
        if (_plan.Statistics is not null)
        {
            yield return Adapt("adapt", NativeType.Floats, "floats");
            yield return OfBytes(Adapt("adapt_bytes", NativeType.Bytes, "bytes"), "adapt");
        }

        yield return Predict("predict", NativeType.Floats, "floats");
        if (TakesBytes)
            yield return OfBytes(Predict("predict_bytes", NativeType.Bytes, "bytes"), "predict");
        if (FurtherOutputs.Count > 0)
        {
            yield return PredictOutputs("predict_outputs", NativeType.Floats, "floats");
            if (TakesBytes)
                yield return OfBytes(PredictOutputs("predict_outputs_bytes", NativeType.Bytes, "bytes"), "predict_outputs");
        }

        if (_plan.Softmax is not null)
        {
            yield return TrainStep("train_step", NativeType.Floats, "floats");
            if (TakesBytes)
                yield return OfBytes(TrainStep("train_step_bytes", NativeType.Bytes, "bytes"), "train_step");
        }

        foreach (var function in Settings())
            yield return function;
    }

    /// <summary>Describes a function by the one for floats.</summary>
    private NativeFunction OfBytes(NativeFunction function, string sibling) =>
        function with { Text = $"As {Prefix}_{sibling}, for images of bytes (0 to 255)." };

    /// <summary>Whether a new network has the weights of a file.</summary>
    public bool HasWeights => _plan.Declared.Weights is not null;

    private NativeFunction Create() => new(
        "create",
        _status,
        $"""
        Creates a network with {(HasWeights ? "the weights that come with it" : "random weights")}. It runs the best instruction set of
        the machine that it has code for; the environment variable CNNGEN_ISA (avx512, avx2, vector128 or scalar) lowers that.
        """,
        new([
            new(NativeType.Int32, "seed",
                $"{(HasWeights ? "dropout is a function" : "weights and dropout are functions")} of it, the same on every machine"),
            new(new($"{Prefix} **", "nint*"), "network", $"gets the network, for {Prefix}_destroy to free; NULL when that fails")]),
        "Network.Create(seed, network)")
    {
        Errors = new(["INVALID_ARGUMENT", "UNSUPPORTED", .. HasWeights ? (string[])["IO", "BAD_FILE"] : [], "OUT_OF_MEMORY"]),
    };

    private NativeFunction Destroy() => new(
        "destroy",
        _status,
        "Frees a network. Its handle is invalid from then on, and is recognised as that.",
        new([new(_network, "network", "the network; NULL is nothing to do")]),
        "Network.Destroy(network)")
    {
        Errors = new(HandleErrors),
    };

    private IEnumerable<NativeFunction> Files()
    {
        yield return new(
            "load",
            _status,
            "Reads all weights from a safetensors file. The network stays as it was unless every one is there with its shape.",
            new([_handle, new(NativeType.Text, "path", "the file, in UTF-8")]),
            "Network.Load(network, path)")
        {
            Errors = new([.. HandleErrors, "INVALID_ARGUMENT", "IO", "BAD_FILE", "OUT_OF_MEMORY"]),
        };
        yield return new(
            "load_memory",
            _status,
            $"As {Prefix}_load, for a file that is in memory, in a resource of the program for example.",
            new([_handle, new(NativeType.Data, "data", "the file's content; not needed any more when the call returns"),
                new(NativeType.Size, "data_bytes", "its length")]),
            "Network.Load(network, data, dataBytes)")
        {
            Errors = new([.. HandleErrors, "INVALID_ARGUMENT", "BAD_FILE", "OUT_OF_MEMORY"]),
        };
        yield return new(
            "save",
            _status,
            "Writes all weights to a safetensors file, which is replaced only once the new one is whole.",
            new([_handle, new(NativeType.Text, "path", "the file, in UTF-8; its folder must exist")]),
            "Network.Save(network, path)")
        {
            Errors = new([.. HandleErrors, "INVALID_ARGUMENT", "IO", "OUT_OF_MEMORY"]),
        };
    }

    private NativeFunction Adapt(string name, NativeType images, string unit) => new(
        name,
        _status,
        "Learns the mean and variance of the normalization from images; before the first training step, as a rule.",
        new([_handle, .. Images(images, unit, "at least one image")]),
        "Network.Adapt(network, new(images, imageValues))")
    {
        Errors = new([.. HandleErrors, "INVALID_ARGUMENT", "OUT_OF_MEMORY"]),
    };

    private NativeFunction Predict(string name, NativeType images, string unit) => new(
        name,
        _status,
        "Predicts images.",
        new([
            _handle,
            .. Images(images, unit, "NULL will do where n is 0"),
            new(NativeType.FloatResults, "outputs", $"gets n outputs of {Macro}_OUTPUT_SIZE floats: {Outputs()}"),
            new(NativeType.Size, "output_values", $"floats there is room for: n * {Macro}_OUTPUT_SIZE")]),
        "Network.Predict(network, new(images, imageValues), outputs, outputValues)")
    {
        Errors = new([.. HandleErrors, "INVALID_ARGUMENT", "OUT_OF_MEMORY"]),
    };

    private NativeFunction PredictOutputs(string name, NativeType images, string unit)
    {
        var predict = Predict(name, images, unit);
        var further = FurtherOutputs.SelectMany(output => new NativeParameter[]
        {
            new(NativeType.FloatResults, output.Parameter,
                $"gets n outputs of {output.Layer.Name}, {Macro}_{output.Macro} floats each: {Extents(output.Layer.OutputShape)}"),
            new(NativeType.Size, $"{output.Parameter}_values", $"floats there is room for: n * {Macro}_{output.Macro}"),
        });
        var rooms = FurtherOutputs.Select(output => $"new({Argument(output.Parameter)}, {Argument($"{output.Parameter}_values")})");
        return predict with
        {
            Text = "Predicts images, and gives all outputs.",
            Parameters = new([.. predict.Parameters, .. further]),
            Call = $"Network.Predict(network, new(images, imageValues), outputs, outputValues, [{string.Join(", ", rooms)}])",
        };
    }

    private NativeFunction TrainStep(string name, NativeType images, string unit) => new(
        name,
        _status,
        $"""
        Trains one step on a batch of images: sparse categorical cross-entropy and Nadam with Keras' defaults, whose
        moments the network keeps from step to step. Loss and hits are those of the weights before the step.
        """,
        new([
            _handle,
            .. Images(images, unit, "at least one image"),
            new(NativeType.Labels, "labels", $"n classes, each from 0 to {Macro}_OUTPUT_SIZE - 1"),
            new(NativeType.Size, "label_count", "labels: n"),
            new(NativeType.Double, "learning_rate", "step size, finite and at least 0; 0.001 is Keras' default"),
            new(NativeType.DoubleResult, "loss", "gets the mean loss of the batch; may be NULL"),
            new(NativeType.Int32Result, "correct", "gets the number of images whose most probable class was the label; may be NULL")]),
        "Network.TrainStep(network, new(images, imageValues), labels, labelCount, learningRate, loss, correct)")
    {
        Errors = new([.. HandleErrors, "INVALID_ARGUMENT", "OUT_OF_MEMORY"]),
    };

    private IEnumerable<NativeFunction> Settings()
    {
        yield return new(
            "set_threads",
            _status,
            "Sets how many threads share the work of a call; the number of processors without it. No result depends on it.",
            new([_handle, new(NativeType.Int32, "threads", "1 to 1,024")]),
            "Network.SetThreads(network, threads)")
        {
            Errors = new([.. HandleErrors, "INVALID_ARGUMENT", "OUT_OF_MEMORY"]),
        };
        yield return new(
            "instruction_set",
            NativeType.Text,
            "The name of the instruction set that runs, \"avx2\" for example; NULL where the handle is invalid. It stays valid.",
            new([_handle]),
            "Network.InstructionSetName(network)");
        yield return new(
            "last_error",
            NativeType.Text,
            """
            What was wrong with the last call of this thread to a function that takes a network, or that creates one; empty
            where it succeeded. It is UTF-8, belongs to the library and is valid until the next such call of this thread. Never NULL.
            """,
            EquatableArray<NativeParameter>.Empty,
            "global::CnnGen.Runtime.NativeNetwork.LastError");
        yield return new(
            "input_size",
            NativeType.Size,
            $"{Macro}_INPUT_SIZE of the library itself, to check that it is the one that this header belongs to.",
            EquatableArray<NativeParameter>.Empty,
            LayerReader.Text(_plan.Declared.InputShape.Size));
        yield return new(
            "output_size",
            NativeType.Size,
            $"{Macro}_OUTPUT_SIZE of the library itself.",
            EquatableArray<NativeParameter>.Empty,
            LayerReader.Text(_plan.Declared.Output.OutputShape.Size));
        yield return new(
            "version",
            NativeType.Text,
            $"{Macro}_VERSION of the library itself.",
            EquatableArray<NativeParameter>.Empty,
            $"global::CnnGen.Runtime.NativeNetwork.Text({CodeWriter.Literal(GeneratedCode.Version)}u8)");
    }

    private IEnumerable<NativeParameter> Images(NativeType type, string unit, string none) =>
    [
        new(type, "images", $"n images of {Macro}_INPUT_SIZE {unit}; {none}"),
        new(NativeType.Size, "image_values", $"{unit} in images: n * {Macro}_INPUT_SIZE"),
    ];

    private string Outputs() => _plan.Softmax is not null
        ? "the probabilities of the classes"
        : _plan.Declared.Output.OutputShape is { IsFlat: false } shape ? $"{Extents(shape)}" : "what the last layer gives";

    /// <summary>A shape in words that need no parentheses: <c>28 x 28 x 1</c>.</summary>
    internal static string Extents(Shape shape) => shape.IsFlat
        ? LayerReader.Text(shape.Channels)
        : $"{LayerReader.Text(shape.Height)} x {LayerReader.Text(shape.Width)} x {LayerReader.Text(shape.Channels)}";
}
