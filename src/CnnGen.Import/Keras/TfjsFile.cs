using System.Text.Json;

namespace CnnGen.Import.Keras;

/// <summary>
/// A layers model of TensorFlow.js: <c>model.json</c> with the configuration that Keras has, and a list of weights that lie one after the
/// other in files beside it.
/// </summary>
internal static class TfjsFile
{
    /// <summary>Reads a model.</summary>
    /// <param name="stream">The file with the configuration.</param>
    /// <param name="path">Its path, beside which the others lie.</param>
    /// <exception cref="ImportException">It is a graph model, which has no layers.</exception>
    /// <exception cref="IOException">One of the files cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is another one, or damaged.</exception>
    public static KerasFile Read(Stream stream, string path)
    {
        using var json = JsonDocument.Parse(stream);
        var root = json.RootElement;
        var topology = root.TryGetProperty("modelTopology", out var found) && found.ValueKind == JsonValueKind.Object
            ? found
            : throw new InvalidDataException("it has no modelTopology, so it is no model.json of TensorFlow.js");
        var isGraph = topology.TryGetProperty("node", out _)
            || (root.TryGetProperty("format", out var format) && format.ValueEquals("graph-model"));
        if (isGraph)
        {
            throw new ImportException(path, "this is a graph model of TensorFlow.js, which has operations in place of layers: import the"
                + " file of Keras that it was made of, or convert that with --output_format tfjs_layers_model");
        }

        var model = topology.TryGetProperty("model_config", out var config) ? config : topology;
        var version = topology.TryGetProperty("keras_version", out var text) ? text.GetString() : null;
        var manifest = root.TryGetProperty("weightsManifest", out var groups) && groups.ValueKind == JsonValueKind.Array
            ? groups
            : throw new InvalidDataException("it has no weightsManifest, so there are no weights");
        var weights = TfjsWeights.Read(manifest, Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new(JsonDocument.Parse(model.GetRawText()), KerasFile.VersionOf(version), weights);
    }
}
