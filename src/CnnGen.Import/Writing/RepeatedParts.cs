using CnnGen.Import.Graph;

namespace CnnGen.Import.Writing;

/// <summary>Finds what comes again and again in a network, so that it can be written once.</summary>
internal sealed class RepeatedParts
{
    private const int FewestLayers = 3;

    // Longer ones are chains of shorter ones, and looking for them takes time.
    private const int MostLayers = 60;

    // The time grows with the square of the layers; the deepest published networks have below a thousand.
    private const int MostSearched = 2000;

    // Sizes times sizes times runs that are compared. Hundreds of layers in no order, each with sizes of its own, would take minutes.
    private const long MostWork = 1L << 28;

    // So many attributes less must there be, for a class of its own to be worth it.
    private const int FewestSaved = 6;

    private readonly IReadOnlyList<ImportedLayer> _layers;
    private readonly List<int>[] _inputs;
    private readonly List<int>[] _readers;
    private readonly bool[] _isOutput;
    private long _work;

    private RepeatedParts(ImportedGraph graph)
    {
        _layers = graph.Layers;
        var places = _layers.Select((layer, place) => (layer.FileName, place)).ToDictionary(pair => pair.FileName, pair => pair.place);
        _inputs = [.. _layers.Select(layer => layer.Inputs.Select(input => places[input]).ToList())];
        _readers = [.. _layers.Select(_ => new List<int>())];
        for (var reader = 0; reader < _layers.Count; reader++)
        {
            foreach (var input in _inputs[reader])
                _readers[input].Add(reader);
        }

        _isOutput = [.. _layers.Select(layer => graph.Outputs.Contains(layer.FileName))];
    }

    /// <summary>
    /// The blocks, in the order of their first uses; none where nothing is worth one, or the network is too long, or too irregular, to be
    /// searched.
    /// </summary>
    /// <param name="graph">The network.</param>
    public static IReadOnlyList<BlockForm> Find(ImportedGraph graph)
    {
        if (graph.Layers.Count > MostSearched)
            return [];
        var parts = new RepeatedParts(graph);
        List<List<Part>> groups = [.. parts.Groups()];
        var (found, taken) = (new List<BlockForm>(), new bool[graph.Layers.Count]);
        var best = groups.ConvertAll(parts.Best);
        while (parts._work < MostWork && best.Where(form => form is not null).MaxBy(Rank) is { } form)
        {
            found.Add(form);
            foreach (var part in form.Parts)
                Array.Fill(taken, true, part.Start, part.Layers.Count);
            for (var i = 0; i < groups.Count; i++)
            {
                if (groups[i].RemoveAll(part => taken.AsSpan(part.Start, part.Layers.Count).Contains(true)) > 0)
                    best[i] = parts.Best(groups[i]);
            }
        }

        if (parts._work >= MostWork)
            return [];
        return [.. found.OrderBy(form => form.Parts[0].Start)];
    }

    /// <summary>What is written first: what saves most; of equals the longest, and then what comes first.</summary>
    private static (int Saved, int Length, int Start) Rank(BlockForm? form) =>
        (form!.Saved, form.Parts[0].Layers.Count, -form.Parts[0].Start);

    /// <summary>The block that saves most of those that runs of the same form can be; null where none is worth it.</summary>
    private BlockForm? Best(List<Part> group)
    {
        if (group.Count < 2 || (group.Count - 1) * group[0].Layers.Count < FewestSaved)
            return null;
        var forms = new List<(List<Part> Parts, BlockSizes Sizes)>();
        foreach (var part in group)
        {
            // To the first that it can be a use of.
            var (place, sizes) = (0, (BlockSizes?)null);
            for (; place < forms.Count && sizes is null; place += sizes is null ? 1 : 0)
                sizes = forms[place].Parts[^1].End <= part.Start ? Join(forms[place].Parts, part) : null;
            if (sizes is not null)
                forms[place] = ([.. forms[place].Parts, part], sizes);
            else
                forms.Add(([part], BlockSizes.Of([part])!));
        }

        return forms.Where(form => form.Parts.Count > 1).Select(form => new BlockForm(form.Parts, form.Sizes))
            .Where(form => form.Saved >= FewestSaved).MaxBy(Rank);
    }

    /// <summary>How runs and one more are written as one block; null where they cannot be, or enough has been tried.</summary>
    private BlockSizes? Join(List<Part> parts, Part part)
    {
        _work += (parts.Count + 1L) * part.Sizes.Count * part.Sizes.Count;
        // What does not go with the first one goes with no others.
        return _work >= MostWork || (parts.Count > 1 && BlockSizes.Of([parts[0], part]) is null) ? null : BlockSizes.Of([.. parts, part]);
    }

    /// <summary>Runs of layers that could be uses of a block, grouped by what uses have in common.</summary>
    private IEnumerable<List<Part>> Groups()
    {
        // A form is known by its last layer and the form of what stands before that.
        var (forms, runs) = (new Dictionary<(int Before, string Layer), int>(), new Dictionary<int, List<(int Start, int Length)>>());
        string[] rest = [.. _layers.Select(BlockSize.Rest)];
        for (var start = 1; start < _layers.Count; start++)
        {
            if (_inputs[start].Count == 0 || BelongTogether(start))
                continue;
            var (form, lastReader) = (0, 0);
            for (var place = start; place < Math.Min(_layers.Count, start + MostLayers); place++)
            {
                // A second value that enters, or an output inside.
                if (_inputs[place].Count == 0 || _inputs[place].Exists(each => each < start && each != _inputs[start][0])
                    || (place > start && _isOutput[place - 1]))
                {
                    break;
                }

                var reads = OrderedInputs(place).Select(each => each < start ? "input" : $"{place - each}");
                var key = (form, $"{rest[place]} {string.Join(" ", reads)}");
                if (!forms.TryGetValue(key, out form))
                    forms[key] = form = forms.Count + 1;
                if (place > start)
                    lastReader = Math.Max(lastReader, _readers[place - 1][^1]);
                if (place - start + 1 < FewestLayers || lastReader > place || MustStay(place) || IsTorn(start, place)
                    || IsSeveral(start, place))
                {
                    continue;
                }

                if (!runs.TryGetValue(form, out var group))
                    runs[form] = group = [];
                group.Add((start, place - start + 1));
            }
        }

        return from same in runs.Values
               where same.Count > 1
               from parts in same.Select(run => new Part(_layers, run.Start, run.Length, _inputs[run.Start][0]))
                   .GroupBy(part => part.FrozenLayers)
               select parts.ToList();
    }

    /// <summary>Whether a layer keeps a name that somebody has chosen, as an output does: in a block it would have none.</summary>
    private bool MustStay(int place) => _isOutput[place] && !NetworkNames.IsAutomatic(_layers[place]);

    /// <summary>What a layer reads, in the order in which it is written.</summary>
    private IEnumerable<int> OrderedInputs(int place) =>
        LayerText.IsSwapped(_layers[place], _layers[place - 1]) ? _inputs[place].AsEnumerable().Reverse() : _inputs[place];

    /// <summary>
    /// Whether what stands behind a run belongs to it: its activation, or the merge that joins what it gives with what it reads. Up to an
    /// <c>Add</c> there may be more between the two, as long as it is less than the run.
    /// </summary>
    private bool IsTorn(int start, int last)
    {
        if (last + 1 < _layers.Count && BelongTogether(last + 1))
            return true;
        var length = last - start + 1;
        return _readers[_inputs[start][0]].Exists(reader => reader > last && (_layers[reader].Kind == "Add"
            ? reader <= last + length
            : reader == last + 1 && Kinds.Merges.Contains(_layers[reader].Kind) && _readers[last] is [var only] && only == reader));
    }

    /// <summary>Whether a layer belongs to the one before it: between the two, nobody would begin anything.</summary>
    private bool BelongTogether(int place)
    {
        var (kind, before) = (_layers[place].Kind, _layers[place - 1].Kind);
        return _inputs[place] is [var only] && only == place - 1 && _readers[only].Count == 1 && (Kinds.Activations.Contains(kind)
            || (kind == "BatchNormalization" && Kinds.HaveKernels.Contains(before))
            || (Kinds.HaveKernels.Contains(kind) && before == "ZeroPadding2D"));
    }

    /// <summary>
    /// Whether a run goes on behind a place where all that it has is joined: these are two parts, which a person would write one by one.
    /// </summary>
    private bool IsSeveral(int start, int last)
    {
        var (firstRead, hasMore) = (int.MaxValue, false);
        for (var place = last; place > start; place--)
        {
            firstRead = Math.Min(firstRead, _inputs[place].Min());
            hasMore |= Kinds.BeginLines.Contains(_layers[place].Kind);
            if (hasMore && firstRead == place - 1 && _layers[place - 1].Kind is "Add" or "Concatenate")
                return true;
        }

        return false;
    }
}
