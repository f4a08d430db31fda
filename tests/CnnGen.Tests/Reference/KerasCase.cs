using System.Globalization;
using System.Text.Json;

namespace CnnGen.Tests.Reference;

/// <summary>
/// One layer, or a whole model, run by Keras: input, weights and the output it gave; see <c>README.md</c> of the fixtures.
/// </summary>
internal sealed record KerasCase(
    string Name, string Layer, JsonElement Arguments, KerasTensor Input, IReadOnlyList<KerasTensor> Weights, KerasTensor Expected,
    double Tolerance)
{
    /// <summary>The layers that the fixtures have cases of, with the number of cases.</summary>
    public static readonly IReadOnlyDictionary<string, int> Files = new Dictionary<string, int>
    {
        ["Conv2D"] = 6,
        ["SeparableConv2D"] = 4,
        ["Conv2DTranspose"] = 3,
        ["MaxPooling2D"] = 7,
        ["AveragePooling2D"] = 7,
        ["GlobalAveragePooling2D"] = 2,
        ["GlobalMaxPooling2D"] = 2,
        ["ZeroPadding2D"] = 3,
        ["Cropping2D"] = 3,
        ["UpSampling2D"] = 3,
        ["Reshape"] = 2,
        ["Permute"] = 2,
        ["BatchNormalization"] = 4,
        ["Add"] = 2,
        ["Subtract"] = 1,
        ["Multiply"] = 2,
        ["Average"] = 2,
        ["Maximum"] = 2,
        ["Minimum"] = 2,
        ["Concatenate"] = 4,
        ["Dense"] = 2,
        ["Flatten"] = 2,
        ["Activation"] = 18,
        ["ReLU"] = 1,
        ["LeakyReLU"] = 1,
        ["ELU"] = 2,
        ["Dropout"] = 1,
        ["GaussianDropout"] = 1,
        ["GaussianNoise"] = 1,
        ["Graph"] = 4,
        ["Pipeline"] = 9,
    };

    /// <summary>The layers of a model, in order; none where the case is one layer.</summary>
    public IReadOnlyList<KerasNode> Nodes { get; init; } = [];

    /// <summary>The cases of a file.</summary>
    public static IReadOnlyList<KerasCase> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Fixtures.Path(Path.Combine("keras-layers", file + ".json"))));
        return [.. document.RootElement.EnumerateArray().Select(Parse)];
    }

    /// <summary>The case as a user would declare it, on a class of the given name. A vector enters as a single pixel, flattened.</summary>
    public string Declaration(string className)
    {
        int[] shape = Input.Shape;
        if (Nodes.Count > 0)
            return $"{Model()}\npublic sealed partial class {className};";
        string input = shape.Length switch
        {
            _ when Inputs > 1 => $"[Input({Inputs}, {(shape.Length == 1 ? 1 : shape[0])}, {shape[^1]})]",
            1 => $"[Input(1, 1, {shape[0]})] [Flatten]",
            2 => $"[Input(1, {shape[0]}, {shape[1]})]",
            _ => $"[Input({shape[0]}, {shape[1]}, {shape[2]})]",
        };
        return $"{input}\n{Attributes(shape)}\npublic sealed partial class {className};";
    }

    /// <summary>The layer's attribute, and what stands around it.</summary>
    private string Attributes(int[] shape) =>
        Layer switch
        {
            "Conv2D" =>
                $"[Conv2D({Int("filters")}, {Pair("kernel_size")}, {Window()}, Activation = {Activation()}, UseBias = {Text("use_bias")})]",
            "SeparableConv2D" =>
                $"[SeparableConv2D({Int("filters")}, {Pair("kernel_size")}, {Window()}, DepthMultiplier = {Int("depth_multiplier")}, "
                + $"Activation = {Activation()}, UseBias = {Text("use_bias")})]",
            "Conv2DTranspose" =>
                $"[Conv2DTranspose({Int("filters")}, {Pair("kernel_size")}, {Strides()}, Activation = {Activation()}, "
                + $"UseBias = {Text("use_bias")})]",
            "MaxPooling2D" => $"[MaxPool2D({Pair("pool_size")}, {Window()})]",
            "AveragePooling2D" => $"[AveragePool2D({Pair("pool_size")}, {Window()})]",
            "GlobalAveragePooling2D" => "[GlobalAveragePool2D]",
            "GlobalMaxPooling2D" => "[GlobalMaxPool2D]",
            "ZeroPadding2D" => $"[ZeroPadding2D({Sides("padding")})]",
            "Cropping2D" => $"[Cropping2D({Sides("cropping")})]",
            "UpSampling2D" => $"[UpSampling2D({Pair("size")})]",
            "Reshape" => $"[Reshape(1, {Pair("target_shape")})]",
            // What has two axes is a map of one row here, whose axes count from 2.
            "Permute" => shape.Length == 3 ? $"[Permute({Pair("dims")})]"
                : $"[Permute(1, {string.Join(", ", Arguments.GetProperty("dims").EnumerateArray().Select(e => e.GetInt32() + 1))})]",
            "BatchNormalization" => Normalization(shape.Length),
            "Add" or "Subtract" or "Multiply" or "Average" or "Maximum" or "Minimum" => Parts("") + Joined(),
            // Channels are joined here, so other axes change places with them before and after.
            "Concatenate" when Int("axis") == -2 => Parts(" [Permute(1, 3, 2, Name = \"{0}\")]") + Joined() + " [Permute(1, 3, 2)]",
            "Concatenate" => Parts("") + Joined(),
            "Dense" => $"[Dense({Int("units")}, {Activation()}, UseBias = {Text("use_bias")})]",
            "Flatten" => "[Flatten]",
            "Activation" => $"[Activation({Activation()})]",
            "ReLU" => $"[Relu(NegativeSlope = {Text("negative_slope")}, Threshold = {Text("threshold")})]",
            "LeakyReLU" => $"[LeakyRelu({Text("negative_slope")})]",
            "ELU" => $"[Elu({Text("alpha")})]",
            "Dropout" or "GaussianDropout" => $"[{Layer}({Text("rate")})]",
            "GaussianNoise" => $"[GaussianNoise({Text("stddev")})]",
            _ => throw new ArgumentException($"no layer {Layer}"),
        };

    /// <summary>The input, of which several are rows below each other, and every layer with its name and what it reads.</summary>
    private string Model()
    {
        var (rows, columns, channels) = (Input.Shape[0], Input.Shape[1], Input.Shape[2]);
        var parts = Enumerable.Range(0, Inputs > 1 ? Inputs : 0).Select(i =>
            $"[Cropping2D({i * rows}, {(Inputs - 1 - i) * rows}, 0, 0, From = \"input\", Name = \"input_{i}\")]");
        var layers = Nodes.Select(node =>
        {
            string attribute = node.Inputs.Count > 1
                ? $"[{node.Layer}({string.Join(", ", node.Inputs.Skip(1).Select(other => $"\"{other}\""))})]"
                : (this with { Layer = node.Layer, Arguments = node.Arguments }).Attributes(Input.Shape);
            return $"{attribute[..^2]}, From = \"{node.Inputs[0]}\", Name = \"{node.Name}\")]";
        });
        return string.Join("\n", parts.Concat(layers).Prepend($"[Input({Inputs * rows}, {columns}, {channels})]"));
    }

    /// <summary>How many inputs it has: their data follow each other, and all have the shape of <see cref="Input"/>.</summary>
    private int Inputs => Input.Data.Length / Input.Shape.Aggregate(1, (a, b) => a * b);

    /// <summary>Each input, of one row or pixel, is a row of the network's.</summary>
    /// <param name="then">What else happens to it; <c>{0}</c> stands for its name.</param>
    private string Parts(string then) => string.Join("\n", Enumerable.Range(0, Inputs).Select(row =>
    {
        string name = then.Length > 0 ? "" : $", Name = \"x{row}\"";
        return $"[Cropping2D({row}, {Inputs - 1 - row}, 0, 0, From = \"input\"{name})]"
            + string.Format(CultureInfo.InvariantCulture, then, $"x{row}");
    })) + "\n";

    private string Joined() => $"[{Layer}({string.Join(", ", Enumerable.Range(1, Inputs - 1).Select(i => $"\"x{i}\""))}, From = \"x0\")]";

    /// <summary>Channels are normalized here, so rows change places with them before and after.</summary>
    private string Normalization(int axes)
    {
        string layer = $"[BatchNormalization(Epsilon = {Text("epsilon")}, Center = {Text("center")}, Scale = {Text("scale")})]";
        return Int("axis") == 1 && axes == 3 ? $"[Permute(2, 3, 1)] {layer} [Permute(3, 1, 2)]" : layer;
    }

    private string Sides(string name) => string.Join(
        ", ", Arguments.GetProperty(name).EnumerateArray().SelectMany(pair => pair.EnumerateArray()).Select(e => e.GetInt32()));

    private static KerasCase Parse(JsonElement element)
    {
        JsonElement[] nodes = element.TryGetProperty("nodes", out var list) ? [.. list.EnumerateArray()] : [element];
        return new(
            element.GetProperty("name").GetString()!,
            nodes[0].GetProperty("layer").GetString()!,
            nodes[0].GetProperty("arguments").Clone(),
            element.TryGetProperty("inputs", out var inputs)
                ? KerasTensor.Join([.. inputs.EnumerateArray().Select(KerasTensor.Parse)])
                : KerasTensor.Parse(element.GetProperty("input")),
            [.. nodes.SelectMany(node => node.TryGetProperty("weights", out var weights) ? weights.EnumerateArray().ToArray() : [])
                .Select(KerasTensor.Parse)],
            KerasTensor.Parse(element.GetProperty("expected")),
            element.GetProperty("tolerance").GetDouble())
        {
            Nodes = list.ValueKind == JsonValueKind.Array ? [.. nodes.Select(KerasNode.Parse)] : [],
        };
    }

    private int Int(string name) => Arguments.GetProperty(name).GetInt32();

    private string Text(string name) => Arguments.GetProperty(name).GetRawText();

    private string Pair(string name) => string.Join(", ", Arguments.GetProperty(name).EnumerateArray().Select(e => e.GetInt32()));

    private string Strides()
    {
        int[] strides = [.. Arguments.GetProperty("strides").EnumerateArray().Select(e => e.GetInt32())];
        string padding = Arguments.GetProperty("padding").GetString() == "same" ? "Same" : "Valid";
        return $"StrideHeight = {strides[0]}, StrideWidth = {strides[1]}, Padding = Padding.{padding}";
    }

    private string Window()
    {
        string window = Strides();
        if (!Arguments.TryGetProperty("dilation_rate", out var dilation))
            return window;
        int[] dilations = [.. dilation.EnumerateArray().Select(e => e.GetInt32())];
        return $"{window}, DilationHeight = {dilations[0]}, DilationWidth = {dilations[1]}";
    }

    private string Activation()
    {
        string name = Arguments.GetProperty("activation").GetString()!;
        return $"Activation.{char.ToUpperInvariant(name[0])}{name[1..]}";
    }
}

/// <summary>A layer of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Layer">Keras' class.</param>
/// <param name="Arguments">What it is made with.</param>
/// <param name="Inputs">The layers that it reads.</param>
internal sealed record KerasNode(string Name, string Layer, JsonElement Arguments, IReadOnlyList<string> Inputs)
{
    public static KerasNode Parse(JsonElement element) => new(
        element.GetProperty("name").GetString()!,
        element.GetProperty("layer").GetString()!,
        element.GetProperty("arguments").Clone(),
        [.. element.GetProperty("inputs").EnumerateArray().Select(input => input.GetString()!)]);
}

/// <summary>A tensor of a case: float32, channels last, no batch axis.</summary>
internal sealed record KerasTensor(int[] Shape, float[] Data)
{
    public static KerasTensor Parse(JsonElement element) => new(
        [.. element.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())],
        [.. element.GetProperty("data").EnumerateArray().Select(e => e.GetSingle())]);

    /// <summary>Several of one shape, one after the other; the shape is that of the first.</summary>
    public static KerasTensor Join(IReadOnlyList<KerasTensor> tensors) =>
        new(tensors[0].Shape, [.. tensors.SelectMany(tensor => tensor.Data)]);
}
