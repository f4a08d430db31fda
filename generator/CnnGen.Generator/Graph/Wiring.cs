using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph;

/// <summary>Which layers each layer reads: the one before it or the one of <c>From</c>, then those that a merge layer names.</summary>
internal sealed class Wiring
{
    private readonly EquatableArray<LayerDeclaration> _attributes;
    private readonly IReadOnlyList<string> _names;
    private readonly List<NetworkError> _errors;
    private readonly int[][] _sources;

    // Layers, and what stands for the inputs of blocks, in order; the latter by the places of the uses.
    private readonly List<int> _items;
    private readonly Dictionary<int, int> _inputs = [];
    private readonly List<int> _outputs = [];
    private bool _isBroken;

    private Wiring(EquatableArray<LayerDeclaration> attributes, IReadOnlyList<string> names, int input, List<NetworkError> errors)
    {
        (_attributes, _names, _errors) = (attributes, names, errors);
        // The input counts as first wherever it stands.
        _items = [.. Enumerable.Range(0, attributes.Count)
            .Where(index => (attributes[index].IsLayer && (attributes[index].Kind != "Input" || index == input))
                || attributes[index].Kind == BlockUse.Input)
            .OrderBy(index => index == input ? -1 : index)];
        foreach (var item in _items.Where(item => attributes[item].Kind == BlockUse.Input))
            _inputs[attributes[item].Block!.Place] = item;
        Order = [.. _items.Where(index => attributes[index].IsLayer)];
        _sources = [.. Enumerable.Range(0, attributes.Count).Select(_ => Array.Empty<int>())];
        for (var place = 0; place < _items.Count; place++)
            _sources[_items[place]] = SourcesOf(_items[place], place, input);
        for (var index = 0; index < attributes.Count; index++)
        {
            if (attributes[index].Kind == OutputDeclaration.Kind && OutputOf(index) is { } output)
                _outputs.Add(output);
        }

        if (!_isBroken)
            ReportUnread();
    }

    /// <summary>The attributes that are layers, the input first.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>The layers that are outputs besides the last one.</summary>
    public IReadOnlyList<int> Outputs => _outputs;

    /// <summary>Finds out who reads whom.</summary>
    /// <param name="attributes">The attributes.</param>
    /// <param name="names">A name for each; empty for those that are no layers.</param>
    /// <param name="input">The attribute that is the input; -1 where there is none.</param>
    /// <param name="errors">Receives what is wrong.</param>
    public static Wiring Of(
        EquatableArray<LayerDeclaration> attributes, IReadOnlyList<string> names, int input, List<NetworkError> errors) =>
        new(attributes, names, input, errors);

    /// <summary>The attributes of the layers that one reads, -1 for one that is not known; none for the input.</summary>
    public IReadOnlyList<int> SourcesOf(int attribute) => _sources[attribute];

    /// <summary>The attribute of the layer that a use of a block reads; -1 where it is not known.</summary>
    public int InputOf(BlockUse block) => _inputs.TryGetValue(block.Place, out var item) ? _sources[item][0] : -1;

    /// <summary>
    /// The layers on the way to each source of a merge layer, from the last one on that all ways have in common.
    /// </summary>
    public IReadOnlyList<string> Paths(int attribute)
    {
        var ways = SourcesOf(attribute).Select(WayTo).ToList();
        var common = 0;
        while (ways.All(way => way.Count > common + 1 && way[common + 1] == ways[0][common + 1]))
            common++;
        return [.. ways.Select(way => string.Join(" -> ", way.Skip(common).Select(index => _names[index])))];
    }

    /// <summary>The first way from the input to a layer, both included.</summary>
    private List<int> WayTo(int attribute)
    {
        var way = new List<int>();
        for (var index = attribute; index >= 0; index = _sources[index].Length == 0 ? -1 : _sources[index][0])
            way.Insert(0, index);
        return way;
    }

    private int[] SourcesOf(int attribute, int place, int input)
    {
        var declaration = _attributes[attribute];
        // What stands for a block's input is named by the use, which stands outside of the block.
        var scope = declaration.Kind == BlockUse.Input ? declaration.Block!.Outer : declaration.Block;
        var sources = new List<int>();
        if (declaration["From"] is string from)
            sources.Add(Find(attribute, place, scope, "From", from));
        else if (attribute != input)
            sources.Add(place == 0 ? -1 : Resolved(_items[place - 1]));
        sources.AddRange(declaration.Others.Select(other => Find(attribute, place, scope, other.Name, (string)other.Value)));
        return [.. sources];
    }

    /// <summary>The layer of a name; reports one that there is not, and one that does not stand above its reader.</summary>
    private int Find(int attribute, int place, BlockUse? scope, string argument, string name)
    {
        if (NamedBy(scope, name) is not { } found)
        {
            ReportUnknown(attribute, argument, name, scope, [.. _items.Take(place)]);
            return -1;
        }

        if (_items.IndexOf(found) < place)
            return Resolved(found);
        var relation = found == attribute ? "is that layer itself" : "stands below it";
        Report(DiagnosticIds.SourceNotAbove, attribute, argument, Fits.Nothing, Describe(attribute), name, relation);
        return -1;
    }

    /// <summary>What a name means: a layer, the last one of a block, or what stands for the input of the own block.</summary>
    private int? NamedBy(BlockUse? scope, string name)
    {
        if (scope is not null && name == BlockUse.InputName)
            return _inputs[scope.Place];
        var full = Prefix(scope) + name;
        foreach (var item in _items.Where(item => _names[item] == full))
            return _attributes[item].IsLayer ? item : _items.Last(inner => IsIn(_attributes[inner].Block, _attributes[item].Block!.Place));
        return null;
    }

    private static bool IsIn(BlockUse? block, int place) => block is not null && (block.Place == place || IsIn(block.Outer, place));

    private string Prefix(BlockUse? scope) => scope is null ? "" : $"{_names[_inputs[scope.Place]]}.";

    /// <summary>What the layers beside it call a layer.</summary>
    private string NameInScope(int layer) => _names[layer].Substring(Prefix(_attributes[layer].Block).Length);

    /// <summary>The layer that gives what a layer, or what stands for the input of a block, gives.</summary>
    private int Resolved(int item) => _attributes[item].IsLayer ? item : _sources[item][0];

    /// <summary>The layer that an <c>[Output]</c> names; null where it names none, or one that is an output already.</summary>
    private int? OutputOf(int attribute)
    {
        if (_attributes[attribute][OutputDeclaration.Layer] is not string name)
            return null;
        if (NamedBy(_attributes[attribute].Block, name) is not { } found)
        {
            ReportUnknown(attribute, OutputDeclaration.Layer, name, _attributes[attribute].Block, _items);
            return null;
        }

        var layer = Resolved(found);
        var isLast = layer == Order[Order.Count - 1];
        if (!isLast && !_outputs.Contains(layer))
            return layer;
        Report(DiagnosticIds.OutputTwice, attribute, OutputDeclaration.Layer, Fits.Nothing,
            name, isLast ? "the last layer always is one" : "it is declared above");
        return null;
    }

    private void ReportUnknown(int attribute, string argument, string name, BlockUse? scope, IReadOnlyList<int> items)
    {
        var prefix = Prefix(scope);
        string[] known =
        [
            .. scope is null ? [] : new[] { BlockUse.InputName },
            .. items.Select(item => _names[item]).Where(other => other.StartsWith(prefix, StringComparison.Ordinal))
                .Select(other => other.Substring(prefix.Length)).Where(other => scope is null || !other.Contains('.')),
        ];
        var nearest = Words.Nearest(name, known);
        var advice = nearest is not null ? $"is it '{nearest}'?"
            : known.Length == 0 ? "no layer stands above it"
            : $"it can be {LayerReader.Choice([.. known.Select(other => $"'{other}'")])}";
        Report(DiagnosticIds.UnknownSource, attribute, argument, new() { Name = nearest }, Describe(attribute), name, advice);
    }

    /// <summary>Layers that nobody reads, and that are no output.</summary>
    private void ReportUnread()
    {
        foreach (var layer in Order.Take(Order.Count - 1))
        {
            if (!Outputs.Contains(layer) && !_sources.Any(sources => sources.Contains(layer)))
                Report(DiagnosticIds.NeverRead, layer, null, Fits.Nothing, Describe(layer), NameInScope(layer));
        }
    }

    private void Report(string id, int attribute, string? argument, Fits fits, params string[] arguments)
    {
        _isBroken = true;
        _errors.Add(new(id, attribute, argument, new(arguments)) { Fits = fits });
    }

    private string Describe(int attribute) => LayerReader.Describe(_attributes[attribute], _names[attribute]);
}
