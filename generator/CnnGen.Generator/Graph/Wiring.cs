using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph;

/// <summary>Which layers each layer reads: the one before it or the one of <c>From</c>, then those that a merge layer names.</summary>
internal sealed class Wiring
{
    private readonly EquatableArray<LayerDeclaration> _attributes;
    private readonly IReadOnlyList<string> _names;
    private readonly List<NetworkError> _errors;
    private readonly int[][] _sources;
    private bool _isBroken;

    private Wiring(EquatableArray<LayerDeclaration> attributes, IReadOnlyList<string> names, int input, List<NetworkError> errors)
    {
        (_attributes, _names, _errors) = (attributes, names, errors);
        // The input counts as first wherever it stands.
        Order = [.. Enumerable.Range(0, attributes.Count)
            .Where(index => attributes[index].IsLayer && (attributes[index].Kind != "Input" || index == input))
            .OrderBy(index => index == input ? -1 : index)];
        _sources = [.. Enumerable.Range(0, attributes.Count).Select(index => SourcesOf(index, input))];
        Outputs = [.. Enumerable.Range(0, attributes.Count).Where(index => attributes[index].Kind == OutputDeclaration.Kind)
            .Select(OutputOf).Where(layer => layer >= 0)];
        if (!_isBroken)
            ReportUnread();
    }

    /// <summary>The attributes that are layers, the input first.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>The layers that are outputs besides the last one.</summary>
    public IReadOnlyList<int> Outputs { get; }

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

    private int[] SourcesOf(int attribute, int input)
    {
        var declaration = _attributes[attribute];
        var place = IndexInOrder(attribute);
        if (place < 0)
            return [];
        var sources = new List<int>();
        if (declaration["From"] is string from)
            sources.Add(Find(attribute, "From", from));
        else if (attribute != input)
            sources.Add(place == 0 ? -1 : Order[place - 1]);
        sources.AddRange(declaration.Others.Select(other => Find(attribute, other.Name, (string)other.Value)));
        return [.. sources];
    }

    /// <summary>The layer of a name; reports one that there is not, and one that does not stand above its reader.</summary>
    private int Find(int attribute, string argument, string name)
    {
        var found = Order.Where(index => _names[index] == name).Select(index => (int?)index).FirstOrDefault();
        if (found is not { } layer)
        {
            ReportUnknown(attribute, argument, name, [.. Order.Take(IndexInOrder(attribute)).Select(index => _names[index])]);
            return -1;
        }

        if (IndexInOrder(layer) < IndexInOrder(attribute))
            return layer;
        var relation = layer == attribute ? "is that layer itself" : "stands below it";
        Report(DiagnosticIds.SourceNotAbove, attribute, argument, Fits.Nothing, Describe(attribute), name, relation);
        return -1;
    }

    /// <summary>The layer that an <c>[Output]</c> names; -1 where it names none, or one that is an output already.</summary>
    private int OutputOf(int attribute)
    {
        if (_attributes[attribute][OutputDeclaration.Layer] is not string name)
            return -1;
        var found = Order.Where(index => _names[index] == name).Select(index => (int?)index).FirstOrDefault();
        if (found is not { } layer)
        {
            ReportUnknown(attribute, OutputDeclaration.Layer, name, [.. Order.Select(index => _names[index])]);
            return -1;
        }

        var isLast = layer == Order[Order.Count - 1];
        if (!isLast && !Enumerable.Range(0, attribute).Any(index =>
            _attributes[index].Kind == OutputDeclaration.Kind && (string?)_attributes[index][OutputDeclaration.Layer] == name))
        {
            return layer;
        }

        Report(DiagnosticIds.OutputTwice, attribute, OutputDeclaration.Layer, Fits.Nothing,
            name, isLast ? "the last layer always is one" : "it is declared above");
        return -1;
    }

    private void ReportUnknown(int attribute, string argument, string name, IReadOnlyList<string> known)
    {
        var nearest = Words.Nearest(name, known);
        var advice = nearest is not null ? $"is it '{nearest}'?"
            : known.Count == 0 ? "no layer stands above it"
            : $"it can be {LayerReader.Choice([.. known.Select(other => $"'{other}'")])}";
        Report(DiagnosticIds.UnknownSource, attribute, argument, new() { Name = nearest }, Describe(attribute), name, advice);
    }

    /// <summary>Layers that nobody reads, and that are no output.</summary>
    private void ReportUnread()
    {
        foreach (var layer in Order.Take(Order.Count - 1))
        {
            if (!Outputs.Contains(layer) && !_sources.Any(sources => sources.Contains(layer)))
                Report(DiagnosticIds.NeverRead, layer, null, Fits.Nothing, Describe(layer), _names[layer]);
        }
    }

    private void Report(string id, int attribute, string? argument, Fits fits, params string[] arguments)
    {
        _isBroken = true;
        _errors.Add(new(id, attribute, argument, new(arguments)) { Fits = fits });
    }

    private string Describe(int attribute) => LayerReader.Describe(_attributes[attribute], _names[attribute]);

    private int IndexInOrder(int attribute)
    {
        for (var place = 0; place < Order.Count; place++)
        {
            if (Order[place] == attribute)
                return place;
        }

        return -1;
    }
}
