using System.Diagnostics;
using CnnGen.Import.Onnx;
using CnnGen.Tests.Reference;
using global::Onnx;
using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>The tests of single operators that come with ONNX: models of one node, with inputs and what must come out.</summary>
internal static class OnnxNodeData
{
    private const string Folder = "/usr/share/libonnx-testdata/data/node";

    private static readonly Lazy<bool> Found = new(FindOrInstall);

    /// <summary>
    /// All tests whose operator is read, of numbers that are. Without the files the test is skipped; under CI it fails.
    /// </summary>
    public static IReadOnlyList<OnnxNodeCase> Cases()
    {
        const string missing = "the tests of ONNX are not there, and tests/install-onnx-testdata.sh could not install them";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.True(Found.Value, missing);
        Skip.IfNot(Found.Value, missing);
        return
        [
            .. from folder in Directory.GetDirectories(Folder).Order(StringComparer.Ordinal)
               let model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")))
               where model.Graph.Node is [{ Domain: "" } node] && OnnxOperators.Table.ContainsKey(node.OpType)
                   && model.Graph.Input.Concat(model.Graph.Output).All(IsOfNumbers)
               select new OnnxNodeCase(Path.GetFileName(folder)["test_".Length..], folder, model),
        ];
    }

    /// <summary>Floats of 16 to 64 bits, whole numbers of 32 and 64, truths: of others networks have none.</summary>
    private static bool IsOfNumbers(ValueInfoProto value) => value.Type?.TensorType?.ElemType is 1 or 6 or 7 or 9 or 10 or 11;

    private static bool FindOrInstall()
    {
        if (!Directory.Exists(Folder) && OperatingSystem.IsLinux())
        {
            using var process = Process.Start("bash", [Path.Combine(Fixtures.RepositoryRoot(), "tests", "install-onnx-testdata.sh")]);
            process.WaitForExit();
        }

        return Directory.Exists(Folder);
    }
}

/// <summary>A test.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Model">The node.</param>
internal sealed record OnnxNodeCase(string Name, string Folder, ModelProto Model)
{
    /// <summary>The operator.</summary>
    public string Operator => Model.Graph.Node[0].OpType;

    /// <summary>The inputs of the node, as tensors of the names that they have there.</summary>
    public IReadOnlyList<TensorProto> Inputs() =>
    [
        .. Model.Graph.Input.Select((input, i) => new TensorProto(Read($"input_{i}.pb")) { Name = input.Name }),
    ];

    /// <summary>What comes out first.</summary>
    public (int[] Shape, float[] Values) Expected()
    {
        var tensor = new OnnxTensors(".").Read(Read("output_0.pb"));
        return (tensor.Shape, tensor.ToFloats());
    }

    private TensorProto Read(string name) =>
        TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(Folder, "test_data_set_0", name)));
}
