using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Analysis;

/// <summary>
/// Compares the layers of a network with the file of its <c>[Weights]</c>. What <c>Load</c> would refuse is an error here: a tensor that is
/// missing, too many, or of another shape or type, or no answer where one is to be verified. One error for each layer.
/// </summary>
internal sealed class WeightRules
{
    private const int MostListed = 4;

    private readonly Network _network;
    private readonly NetworkDeclaration _declaration;
    private readonly WeightsFile _file;
    private readonly Dictionary<string, StoredTensor> _stored = [];
    private readonly List<Layer> _layers;
    private readonly EquatableArray<LayerRename> _renames;

    private WeightRules(Network network, NetworkDeclaration declaration, WeightsFile file)
    {
        (_network, _declaration, _file) = (network, declaration, file);
        foreach (var tensor in file.Tensors)
            _stored[tensor.Name] = tensor;
        _layers = [.. network.Layers.Where(layer => layer.Parameters.Count > 0)];
        _renames = new(FindRenames());
    }

    /// <summary>All errors of the weights of a network; none where it has no <c>[Weights]</c>.</summary>
    /// <param name="network">The network; null where it has other errors.</param>
    /// <param name="declaration">What it was made of.</param>
    /// <param name="files">Gives the files of the project.</param>
    public static IEnumerable<NetworkError> Check(
        Network? network, NetworkDeclaration declaration, Func<IReadOnlyList<WeightsFile>> files)
    {
        if (declaration.Weights is not { } weights)
            return [];
        var known = files();
        if (known.FirstOrDefault(file => file.Name == weights.File) is not { } file)
            return [NoSuchFile(declaration, weights, [.. known.Select(file => file.Name)])];
        if (file.Problem is { } problem)
        {
            return
            [
                new(DiagnosticIds.WeightsUnreadable, weights.AttributeIndex, nameof(WeightsDeclaration.File), new(
                    [declaration.Type.Name, problem])),
            ];
        }

        return network is null ? [] : new WeightRules(network, declaration, file).Compare();
    }

    private static NetworkError NoSuchFile(NetworkDeclaration declaration, WeightsDeclaration weights, List<string> known)
    {
        var nearest = Words.Nearest(weights.File, known);
        var advice = nearest is not null
            ? $"is it '{nearest}'?"
            : $"put the file beside the project file, or write <CnnGenWeights Include=\"FOLDER/{weights.File}\" /> there";
        return new(DiagnosticIds.WeightsNotFound, weights.AttributeIndex, nameof(WeightsDeclaration.File), new(
            [declaration.Type.Name, weights.File, advice]))
        {
            Fits = new() { Name = nearest },
        };
    }

    private IEnumerable<NetworkError> Compare()
    {
        var missing = _layers.ToDictionary(layer => layer, layer => layer.Parameters.Where(
            parameter => IsRenamed(layer) || !_stored.ContainsKey(Key(layer, parameter))).ToList());
        if (_layers.Count > 0 && _renames.Count == 0
            && missing.All(each => each.Value.Count == each.Key.Parameters.Count))
        {
            yield return NothingFits();
            yield break;
        }

        foreach (var layer in _layers)
        {
            if (missing[layer].Count > 0)
                yield return Missing(layer, missing[layer]);
            if (IsRenamed(layer))
                continue;
            var present = layer.Parameters.Where(parameter => _stored.ContainsKey(Key(layer, parameter))).ToList();
            var others = present.Where(parameter => _stored[Key(layer, parameter)].Shape != Shape(parameter)).ToList();
            if (others.Count > 0)
            {
                yield return Error(DiagnosticIds.TensorShape, [Describe(layer), List(others.Select(other => Describe(layer, other))),
                    _file.Name, List(others.Select(other => _stored[Key(layer, other)].Shape))]);
            }

            var types = present.Select(parameter => _stored[Key(layer, parameter)]).Where(tensor => !tensor.IsRead).ToList();
            if (types.Count > 0)
            {
                yield return Error(DiagnosticIds.TensorShape, [Describe(layer), $"{List(types.Select(tensor => $"'{tensor.Name}'"))} as"
                    + $" {StoredTensor.Types}", _file.Name, List(types.Select(tensor => tensor.DataType))]);
            }
        }

        foreach (var extra in Extras())
            yield return Error(DiagnosticIds.TensorExtra, [_file.Name, List(extra.Select(tensor => $"{tensor}")), _network.Type.Name]);
        if (_declaration.Weights is { IsVerified: true } && !_file.HasAnswer)
            yield return Error(DiagnosticIds.AnswerMissing, [_network.Type.Name, _file.Name], "Verify");
    }

    /// <summary>A file of another network: one error tells more than one for each layer would.</summary>
    private NetworkError NothingFits()
    {
        var needed = _layers.SelectMany(layer => layer.Parameters.Select(parameter => Describe(layer, parameter)));
        var held = _file.Tensors.Where(tensor => tensor.IsWeight).Select(tensor => $"{tensor}").ToList();
        return Error(DiagnosticIds.TensorMissing, [$"Network '{_network.Type.Name}'", List(needed), _file.Name,
            held.Count == 0 ? "it holds no weights" : $"it holds {List(held)}; save the weights of this network"]);
    }

    private NetworkError Missing(Layer layer, List<ParameterShape> parameters)
    {
        var name = _renames.FirstOrDefault(rename => rename.Layer == layer.Name)?.Name;
        var advice = name is null
            ? "save the weights of this network, or give the layer the name that it has there"
            : $"its '{name}' is alike, and Name = \"{name}\" would fit";
        return Error(DiagnosticIds.TensorMissing, [Describe(layer), List(parameters.Select(parameter => Describe(layer, parameter))),
            _file.Name, advice]) with
        {
            Fits = name is null ? Fits.Nothing : new() { Renames = _renames },
        };
    }

    /// <summary>
    /// Names that make layers fit: of a layer whose tensors are not there, where the file has others of just these roles and shapes under
    /// one name, and nothing else in the network could be meant.
    /// </summary>
    private IEnumerable<LayerRename> FindRenames()
    {
        var names = new HashSet<string>(_layers.Where(Fits).Select(layer => layer.Name));
        var spare = _file.Tensors.Where(tensor => tensor.IsWeight && !names.Contains(tensor.Layer)).GroupBy(tensor => tensor.Layer)
            .Where(group => LayerNames.IsValid(group.Key))
            .ToLookup(group => Form(group.Select(tensor => (tensor.Role, tensor.Shape))), group => group.Key);
        foreach (var alike in _layers.GroupBy(layer => Form(layer.Parameters.Select(parameter => (parameter.Name, Shape(parameter))))))
        {
            if (alike.Count() == 1 && spare[alike.Key].Count() == 1 && !names.Contains(alike.Single().Name))
                yield return new(alike.Single().Name, spare[alike.Key].Single());
        }

        bool Fits(Layer layer) => layer.Parameters.All(
            parameter => _stored.TryGetValue(Key(layer, parameter), out var tensor) && tensor.Shape == Shape(parameter));

        static string Form(IEnumerable<(string Role, string Shape)> tensors) =>
            string.Join(" ", tensors.Select(tensor => $"{tensor.Role} {tensor.Shape}").OrderBy(text => text, StringComparer.Ordinal));
    }

    private IEnumerable<IGrouping<string, StoredTensor>> Extras()
    {
        var needed = new HashSet<string>(_layers.Where(layer => !IsRenamed(layer))
            .SelectMany(layer => layer.Parameters.Select(parameter => Key(layer, parameter))));
        return _file.Tensors
            .Where(tensor => tensor.IsWeight && !needed.Contains(tensor.Name) && !_renames.Any(rename => rename.Name == tensor.Layer))
            .GroupBy(tensor => tensor.Layer);
    }

    private bool IsRenamed(Layer layer) => _renames.Any(rename => rename.Layer == layer.Name);

    private NetworkError Error(string id, string[] arguments, string? argument = null) =>
        new(id, _declaration.Weights!.AttributeIndex, argument, new(arguments));

    private string Describe(Layer layer) =>
        LayerReader.Describe(_declaration.Attributes[NetworkBuilder.AttributeOf(layer, _declaration.Attributes)], layer.Name);

    private static string Describe(Layer layer, ParameterShape parameter) => $"'{Key(layer, parameter)}' {Shape(parameter)}";

    private static string Key(Layer layer, ParameterShape parameter) => $"{layer.Name}/{parameter.Name}";

    private static string Shape(ParameterShape parameter) => $"({string.Join(", ", parameter.Shape)})";

    private static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        var (shown, last) = all.Count <= MostListed
            ? (all.Take(all.Count - 1), all[^1])
            : (all.Take(MostListed - 1), $"{LayerReader.Text(all.Count - MostListed + 1)} more");
        return all.Count == 1 ? last : $"{string.Join(", ", shown)} and {last}";
    }
}
