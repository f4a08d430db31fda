using CnnGen.Generator.Graph.Layers;
using CnnGen.Tool;
using CnnGen.Tool.Onnx;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>
/// What networks are in ONNX: ONNX Runtime gives for it what the compiled network gives, and so does what is imported of it.
/// </summary>
[Collection(ExportedCollection.Name)]
public sealed class OnnxExportTests(ExportedCases cases)
{
    // Layers that are several operators in ONNX, or in forms that the importer does not know.
    private static readonly string[] NotReadBack =
        ["PooledDepth", "BentElsewhere", "Rescaled", "LayersOfAxes", "Units", "SequencedSampled"];

    [Theory]
    [InlineData(18, false)]
    [InlineData(18, true)]
    [InlineData(20, false)]
    [InlineData(21, true)]
    [InlineData(22, false)]
    [InlineData(23, false)]
    public void OnnxRuntimeGivesTheSame(int opset, bool isChannelsFirst) => AssertNone(cases.All.Select(each =>
    {
        try
        {
            return each.Difference(each.Write(opset, isChannelsFirst), isChannelsFirst);
        }
        catch (OnnxRuntimeException e)
        {
            return $"{each.Name}: {e.Message}";
        }
    }));

    [Fact]
    public void WhatIsImportedGivesTheSame()
    {
        var (imported, refused) = (new List<(ExportedCase Case, ImportedNetwork Network)>(), new List<string>());
        foreach (var each in cases.All)
        {
            try
            {
                var options = new ImportOptions { ClassName = each.Name };
                imported.Add((each, NetworkImport.Read(each.Write(21, isChannelsFirst: true), options)));
            }
            catch (ImportException) when (NotReadBack.Contains(each.Name))
            {
                refused.Add(each.Name);
            }
        }

        Assert.Equal(NotReadBack, refused);
        const string usings = "using CnnGen;\n";
        var source = usings + string.Concat(imported.Select(each => each.Network.Source.Replace(usings, "", StringComparison.Ordinal)));
        var types = NetworkCompilation.Compile(source, "Imported.cs").ToDictionary(type => type.Name);
        AssertNone(imported.Select(each =>
        {
            using var network = CompiledImport.Create(each.Network, types[each.Case.Name]);
            return each.Case.Difference(network.Predict(each.Case.Images), each.Network.Source);
        }));
    }

    /// <summary>There is no layer that is not written, and none that is not tested.</summary>
    [Fact]
    public void EveryLayerIsWritten()
    {
        var kinds = LayerRule.Table.Keys.Where(kind => kind != "Input").Order();
        Assert.Equal(kinds, cases.All.SelectMany(each => each.Graph.Layers.Skip(1)).Select(layer => layer.Kind).Distinct().Order());
        Assert.Equal(
            LayerExports.Table.Keys.Order(), kinds.Where(kind => !kind.EndsWith("1D", StringComparison.Ordinal)).Order());
    }

    private static void AssertNone(IEnumerable<string?> differences)
    {
        var found = string.Join('\n', differences.OfType<string>());
        Assert.True(found.Length == 0, found);
    }
}
