using System.Globalization;
using System.Text.Json;

namespace CnnGen.Tests.Reference;

/// <summary>One layer case made by Keras: input, weights and the output it gave; see <c>README.md</c> of the fixtures.</summary>
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
        ["Dense"] = 2,
        ["Flatten"] = 2,
        ["Activation"] = 18,
        ["ReLU"] = 1,
        ["LeakyReLU"] = 1,
        ["ELU"] = 2,
        ["Dropout"] = 1,
    };

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
        string input = shape.Length switch
        {
            1 => $"[Input(1, 1, {shape[0]})] [Flatten]",
            2 => $"[Input(1, {shape[0]}, {shape[1]})]",
            _ => $"[Input({shape[0]}, {shape[1]}, {shape[2]})]",
        };
        string layer = Layer switch
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
            "Dense" => $"[Dense({Int("units")}, {Activation()}, UseBias = {Text("use_bias")})]",
            "Flatten" => "[Flatten]",
            "Activation" => $"[Activation({Activation()})]",
            "ReLU" => $"[Relu(NegativeSlope = {Text("negative_slope")}, Threshold = {Text("threshold")})]",
            "LeakyReLU" => $"[LeakyRelu({Text("negative_slope")})]",
            "ELU" => $"[Elu({Text("alpha")})]",
            "Dropout" => $"[Dropout({Arguments.GetProperty("rate").GetDouble().ToString(CultureInfo.InvariantCulture)})]",
            _ => throw new ArgumentException($"no layer {Layer}"),
        };
        return $"{input}\n{layer}\npublic sealed partial class {className};";
    }

    private static KerasCase Parse(JsonElement element) => new(
        element.GetProperty("name").GetString()!,
        element.GetProperty("layer").GetString()!,
        element.GetProperty("arguments").Clone(),
        KerasTensor.Parse(element.GetProperty("input")),
        element.TryGetProperty("weights", out var weights) ? [.. weights.EnumerateArray().Select(KerasTensor.Parse)] : [],
        KerasTensor.Parse(element.GetProperty("expected")),
        element.GetProperty("tolerance").GetDouble());

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

/// <summary>A tensor of a case: float32, channels last, no batch axis.</summary>
internal sealed record KerasTensor(int[] Shape, float[] Data)
{
    public static KerasTensor Parse(JsonElement element) => new(
        [.. element.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())],
        [.. element.GetProperty("data").EnumerateArray().Select(e => e.GetSingle())]);
}
