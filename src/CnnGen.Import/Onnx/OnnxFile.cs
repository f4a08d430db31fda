using Google.Protobuf;
using global::Onnx;

namespace CnnGen.Import.Onnx;

/// <summary>A model file of ONNX.</summary>
internal sealed class OnnxFile
{
    /// <summary>The oldest version of the operators that is read.</summary>
    public const int OldestOpset = 7;

    /// <summary>The newest version of the operators that is read.</summary>
    public const int NewestOpset = 28;

    private const int MostDepth = 100;
    private const int MostNodes = 100_000;

    private OnnxFile(string folder, ModelProto model, int opset) => (Folder, Model, Opset) = (folder, model, opset);

    /// <summary>The folder of the file, where values may lie that are not in it.</summary>
    public string Folder { get; }

    /// <summary>What is in it.</summary>
    public ModelProto Model { get; }

    /// <summary>The version of the operators.</summary>
    public int Opset { get; }

    /// <summary>What the class's comment calls it.</summary>
    public string Origin
    {
        get
        {
            var producer = $"{Model.ProducerName} {Model.ProducerVersion}".Trim();
            return $"ONNX opset {Opset}{(producer.Length > 0 ? $", of {Printable(producer)}" : "")}";
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImportException">It is no model of ONNX, or of a version that is not read.</exception>
    public static OnnxFile Read(string path)
    {
        ModelProto model;
        using (var file = File.OpenRead(path))
        {
            try
            {
                model = ModelProto.Parser.ParseFrom(CodedInputStream.CreateWithLimits(file, int.MaxValue, MostDepth));
            }
            catch (InvalidProtocolBufferException e)
            {
                throw new ImportException(path, $"the file is no model of ONNX, or damaged: {e.Message}", e);
            }
        }

        if (model.Graph is null || model.Graph.Node.Count == 0)
            throw new ImportException(path, "the file is no model of ONNX, or damaged: it has no graph");
        var problems = new List<ImportProblem>();
        var versions = model.OpsetImport.Where(each => each.Domain is "" or "ai.onnx").Select(each => each.Version).ToList();
        if (versions is not [>= OldestOpset and <= NewestOpset])
        {
            problems.Add(new("model",
                $"its operators are of opset {(versions.Count == 0 ? "none" : string.Join(" and ", versions))}, but must be of one from"
                + $" {OldestOpset} to {NewestOpset}: export it with such a version"));
        }

        if (model.Functions.Count > 0)
            problems.Add(new("model", "it has functions of its own: export it with them written out"));
        if (model.Graph.SparseInitializer.Count > 0)
            problems.Add(new("model", "it has sparse weights: export it with dense ones"));
        if (model.Graph.Node.Count > MostNodes)
            problems.Add(new("model", $"it has {model.Graph.Node.Count} nodes, but at most {MostNodes} are read"));
        return problems.Count == 0
            ? new(Path.GetDirectoryName(Path.GetFullPath(path))!, model, (int)versions[0])
            : throw new ImportException(path, problems);
    }

    /// <summary>Free text of a file, which goes into a comment of C#.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Take(60).Select(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '-' or '_' or '+' ? c : '_'));
}
