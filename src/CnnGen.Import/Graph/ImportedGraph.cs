namespace CnnGen.Import.Graph;

/// <summary>The layers of a network, each behind those that it reads.</summary>
/// <param name="Layers">The layers; the first is the input.</param>
/// <param name="Outputs">Names in the file of the layers that are outputs, in order; the last layer is one of them.</param>
internal sealed record ImportedGraph(IReadOnlyList<ImportedLayer> Layers, IReadOnlyList<string> Outputs)
{
    /// <summary>What the file has and the network does without; none when left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// Puts layers behind those that they read, branch by branch; those that no output needs are left out, and the first output that nobody
    /// reads comes last.
    /// </summary>
    /// <param name="layers">The layers in any order; what they read is there.</param>
    /// <param name="outputs">Names in the file of the outputs; at least one.</param>
    /// <exception cref="InvalidDataException">Layers read each other in a circle.</exception>
    public static ImportedGraph Sorted(IReadOnlyList<ImportedLayer> layers, IReadOnlyList<string> outputs)
    {
        var byName = layers.ToDictionary(layer => layer.FileName);
        var places = layers.Select((layer, place) => (layer.FileName, place)).ToDictionary(pair => pair.FileName, pair => pair.place);
        var needed = Needed(byName, outputs);
        var readers = needed.ToDictionary(name => name, _ => new List<string>());
        var missing = new Dictionary<string, int>();
        foreach (var name in needed)
        {
            var inputs = byName[name].Inputs.Distinct().ToList();
            missing[name] = inputs.Count;
            foreach (var input in inputs)
                readers[input].Add(name);
        }

        // What is read by nobody is an output, as all others were left out; the last layer is the network's main one.
        var main = outputs.FirstOrDefault(output => readers[output].Count == 0);
        var ready = new SortedSet<(int Place, string Name)>(needed.Where(name => missing[name] == 0).Select(name => (Rank(name), name)));
        var sorted = new List<ImportedLayer>();
        while (ready.Count > 0)
        {
            // What goes on from the layer before, so that branches stand one behind the other and need not say what they read.
            var last = sorted.Count == 0 ? null : sorted[^1].FileName;
            var next = ready.FirstOrDefault(each => each.Name != main && byName[each.Name].Inputs.Contains(last), ready.Min);
            ready.Remove(next);
            sorted.Add(byName[next.Name]);
            foreach (var reader in readers[next.Name])
            {
                if (--missing[reader] == 0)
                    ready.Add((Rank(reader), reader));
            }
        }

        if (sorted.Count < needed.Count)
        {
            var circle = needed.First(name => missing[name] > 0);
            throw new InvalidDataException($"{byName[circle].Place} reads what is computed from itself");
        }

        return new(sorted, outputs);

        int Rank(string name) => name == main ? int.MaxValue : places[name];
    }

    private static HashSet<string> Needed(Dictionary<string, ImportedLayer> byName, IReadOnlyList<string> outputs)
    {
        var (needed, open) = (new HashSet<string>(), new Stack<string>(outputs));
        while (open.TryPop(out var name))
        {
            if (!needed.Add(name))
                continue;
            foreach (var input in byName[name].Inputs)
                open.Push(input);
        }

        return needed;
    }
}
