using System.Text;
using System.Text.RegularExpressions;
using CnnGen.Import.Onnx;
using CnnGen.Runtime;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using Google.Protobuf;
using global::Onnx;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>
/// The tests of single operators that come with ONNX, through the importer and a compiled network. Each is tried with its first input as
/// the network's, with all of them as parts of it, and on constants; it must pass in one way, or be refused in words.
/// </summary>
public sealed class OnnxNodeTests(ITestOutputHelper output)
{
    private const string Page = "docs/onnx.md";

    [SkippableFact]
    public void GivesWhatTheStandardGives()
    {
        using var folder = new TemporaryFolder();
        var (trials, refusals) = (new List<Trial>(), new Dictionary<string, string>());
        var cases = OnnxNodeData.Cases();
        foreach (var each in cases)
        {
            foreach (var (model, image) in Forms(each))
            {
                var path = folder[$"{each.Name}.onnx"];
                File.WriteAllBytes(path, model.ToByteArray());
                try
                {
                    var options = new ImportOptions { ClassName = $"Case{trials.Count}" };
                    trials.Add(new(each, NetworkImport.Read(path, options), image, model.Graph.Input[0].Type.TensorType.Shape.Dim.Count));
                    refusals.Remove(each.Name);
                    break;
                }
                catch (ImportException e)
                {
                    // The first form is the one that users have.
                    refusals.TryAdd(each.Name, e.Problems[0].Reason);
                }
            }
        }

        // All in one assembly: compiling them one by one would take minutes.
        const string usings = "using CnnGen;\n";
        var source = usings + string.Concat(trials.Select(trial => trial.Network.Source.Replace(usings, "", StringComparison.Ordinal)));
        var types = NetworkCompiler.Compile(source, InstructionSets.Best.ToString());
        List<string> differences = [.. trials.Select(trial => Difference(trial, types[trial.Network.ClassName])).OfType<string>()];
        Assert.True(differences.Count == 0, string.Join("\n", differences));
        foreach (var (name, reason) in refusals)
            output.WriteLine($"{name}: {reason}");
        VerifyTable(cases, refusals);
    }

    /// <summary>The ways to ask for the node's output, each with the image of the network and whether its output is a constant's.</summary>
    private static IEnumerable<(ModelProto Model, float[] Image)> Forms(OnnxNodeCase each)
    {
        var inputs = each.Inputs();
        var (node, read) = (each.Model.Graph.Node[0], new OnnxTensors("."));
        var isFloat = inputs.Count > 0 && inputs[0].DataType is 1 or 10 or 11;
        if (isFloat)
        {
            var model = Empty(each.Model);
            model.Graph.Input.Add(each.Model.Graph.Input[0]);
            model.Graph.Initializer.AddRange(inputs.Skip(1));
            model.Graph.Node.Add(node);
            var first = read.Read(inputs[0]);
            yield return (model, OnnxComparison.ChannelsLast(first.ToFloats(), first.Shape));
            yield return (Multiplied(model), OnnxComparison.ChannelsLast(first.ToFloats(), first.Shape));
            // Functions of each element are tested on one axis, which is no batch.
            if (first.Shape.Length == 1 && each.Expected().Shape.Length == 1 && node.Attribute.All(attribute => attribute.Name != "axis"))
            {
                model.Graph.Input[0] = new OnnxWriter().Input(inputs[0].Name, 1, first.Count).Model.Graph.Input[0];
                yield return (model, first.ToFloats());
            }
        }

        var isOfParts = isFloat && inputs.Count > 1 && inputs[0].Dims.Count > 0
            && inputs.All(input => input.DataType == inputs[0].DataType && input.Dims.SequenceEqual(inputs[0].Dims));
        if (isOfParts)
            yield return Parts(each, node, inputs, read);

        // y + x of an x of zeros.
        var (_, values) = each.Expected();
        var folded = new OnnxWriter((int)each.Model.OpsetImport[0].Version).Input("zeros", 1, values.Length);
        folded.Model.Graph.Initializer.AddRange(inputs);
        folded.Model.Graph.Node.Add(node);
        folded.Node("Cast", node.Output[0], "floats", ("to", 1)).Integers("count", -1).Node("Reshape", "floats count", "flat")
            .Node("Add", "zeros flat", "sum").Output("sum");
        yield return (folded.Model, new float[values.Length]);
    }

    /// <summary>All inputs, side by side along the last axis of one, from which they are sliced.</summary>
    private static (ModelProto Model, float[] Image) Parts(
        OnnxNodeCase each, NodeProto node, IReadOnlyList<TensorProto> inputs, OnnxTensors read)
    {
        var width = (int)inputs[0].Dims[^1];
        long[] shape = [.. inputs[0].Dims.Count == 1 ? [1] : inputs[0].Dims.SkipLast(1), width * inputs.Count];
        var writer = new OnnxWriter(13).Input("all", shape).Integers("axis", -1);
        writer.Model.OpsetImport[0].Version = Math.Max(13, each.Model.OpsetImport[0].Version);
        for (var i = 0; i < inputs.Count; i++)
        {
            writer.Integers($"start{i}", i * width).Integers($"end{i}", (i + 1) * width)
                .Node("Slice", $"all start{i} end{i} axis", inputs[i].Name);
        }

        writer.Model.Graph.Node.Add(node);
        writer.Output(node.Output[0]);
        var values = inputs.Select(input => read.Read(input).ToFloats()).ToList();
        float[] image =
        [
            .. Enumerable.Range(0, values[0].Length / width)
                .SelectMany(row => values.SelectMany(part => part.Skip(row * width).Take(width))),
        ];
        return (writer.Model, OnnxComparison.ChannelsLast(image, [.. shape.Select(extent => (int)extent)]));
    }

    /// <summary>With a factor of one behind it, for nodes that do nothing: a network needs a layer.</summary>
    private static ModelProto Multiplied(ModelProto model)
    {
        var multiplied = new ModelProto(model);
        multiplied.Graph.Initializer.Add(OnnxWriter.Tensor("one", [], [1]));
        var output = multiplied.Graph.Output[0].Name;
        multiplied.Graph.Node.Add(new NodeProto { OpType = "Mul", Input = { output, "one" }, Output = { "times_one" } });
        multiplied.Graph.Output[0].Name = "times_one";
        return multiplied;
    }

    private static ModelProto Empty(ModelProto model)
    {
        var empty = new ModelProto(model);
        empty.Graph.Input.Clear();
        empty.Graph.Node.Clear();
        while (empty.Graph.Output.Count > 1)
            empty.Graph.Output.RemoveAt(1);
        // Those that are tested in versions before 7 are the same there.
        empty.OpsetImport[0].Version = Math.Max(empty.OpsetImport[0].Version, 7);
        return empty;
    }

    /// <summary>What is wrong with what the network gives; null where nothing is.</summary>
    private static string? Difference(Trial trial, Type type)
    {
        using var network = CompiledImport.Create(trial.Network, type);
        var (shape, expected) = trial.Case.Expected();
        var actual = network.Predict(trial.Image);
        if (shape.Length == trial.InputRank || (shape.Length == 4 && trial.InputRank > 2))
            expected = OnnxComparison.ChannelsLast(expected, shape);
        if (expected.Length != actual.Length)
            return $"{trial.Case.Name}: {actual.Length} outputs, not {expected.Length}\n{trial.Network.Source}";
        var place = Enumerable.Range(0, actual.Length).FirstOrDefault(
            i => !(Math.Abs(expected[i] - actual[i]) <= 1e-5 + 1e-3 * Math.Abs(expected[i])), -1);
        return place < 0 ? null : $"{trial.Case.Name}: output {place} is {actual[place]}, not {expected[place]}\n{trial.Network.Source}";
    }

    /// <summary>The table of the page: what passes, and why the others do not.</summary>
    private static void VerifyTable(IReadOnlyList<OnnxNodeCase> cases, Dictionary<string, string> refusals)
    {
        var table = new StringBuilder("| operator | tests of the standard that pass | what the others have |\n|---|---|---|\n");
        foreach (var name in OnnxOperators.Table.Keys.Order(StringComparer.Ordinal))
        {
            List<OnnxNodeCase> own = [.. cases.Where(each => each.Operator == name)];
            var passed = own.Count(each => !refusals.ContainsKey(each.Name));
            // What is the matter, without what to do about it.
            var reasons = own.Select(each => refusals.GetValueOrDefault(each.Name)).OfType<string>()
                .Select(reason => Regex.Match(reason, "^.*?(?=, but |, which |: |$)").Value).GroupBy(reason => reason)
                .Select(group => $"{(group.Count() > 1 ? $"{group.Count()}: " : "")}{group.Key}");
            var count = own.Count == 0 ? "none there" : $"{passed} of {own.Count}";
            table.Append($"| `{name}` | {count} | {string.Join("<br>", reasons)} |\n");
        }

        var path = Path.Combine(Fixtures.RepositoryRoot(), Page);
        var text = File.ReadAllText(path);
        var rows = Regex.Match(text, @"(?<=^<!-- operators -->\n)(\|.*\n)+", RegexOptions.Multiline);
        if (Environment.GetEnvironmentVariable("CNNGEN_ACCEPT") == "1")
            File.WriteAllText(path, text[..rows.Index] + table + text[(rows.Index + rows.Length)..]);
        else
            Assert.Equal(table.ToString(), rows.Value);
    }

    /// <summary>A test that was imported.</summary>
    private sealed record Trial(OnnxNodeCase Case, ImportedNetwork Network, float[] Image, int InputRank);
}
