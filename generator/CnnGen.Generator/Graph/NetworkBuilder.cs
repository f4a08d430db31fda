using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Graph;

/// <summary>Turns a declaration into a network, or into all of its errors. Pure; shared by generator, analyzer and tests.</summary>
internal static class NetworkBuilder
{
    /// <summary>
    /// Checks the whole declaration. The network is null exactly when there is an error that is no warning, or when C# itself rejects an
    /// attribute (the compiler reports that).
    /// </summary>
    public static (Network? Network, EquatableArray<NetworkError> Errors) Build(NetworkDeclaration declaration)
    {
        var errors = new List<NetworkError>(declaration.Problems);
        // Layers in several places have no order, so nothing can be said about their shapes.
        if (errors.Any(error => error.Id == DiagnosticIds.SeveralDeclarations))
            return (null, new(errors));

        var attributes = declaration.Attributes;
        CheckOrder(declaration, errors);
        CheckTwice(attributes, errors);
        var names = LayerNames.Assign(attributes, errors);
        var wiring = Wiring.Of(attributes, names, IndexOf(attributes, "Input"), errors);
        var layers = InferLayers(attributes, names, wiring, errors);
        var prefix = ExportNames.Prefix(declaration, errors);
        var complete = errors.All(error => error.IsWarning) && layers.All(layer => layer is not null);
        if (complete)
            CheckTotals(layers, attributes, errors);
        return complete && errors.All(error => error.IsWarning)
            ? (new Network(declaration.Type, new(layers!))
            {
                ExportPrefix = prefix,
                Weights = declaration.Weights,
                IsInspectable = declaration.IsInspectable,
                FurtherOutputs = OutputsOf(wiring),
            }, new(errors))
            : (null, new(errors));
    }

    /// <summary>One Input, in front; one LayerDefaults; something after the input; only known layers.</summary>
    private static void CheckOrder(NetworkDeclaration declaration, List<NetworkError> errors)
    {
        var attributes = declaration.Attributes;
        var type = declaration.Type.Name;
        var (inputs, defaults, outputs, layers) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
        for (var index = 0; index < attributes.Count; index++)
        {
            if (attributes[index].Kind == BlockUse.Input)
                continue;
            (attributes[index].Kind switch
            {
                "Input" => inputs,
                LayerDefaults.Kind => defaults,
                OutputDeclaration.Kind => outputs,
                _ => layers,
            }).Add(index);
        }

        string Describe(int index) => LayerReader.Describe(attributes[index], "");
        if (inputs.Count == 0)
        {
            var what = layers.Concat(defaults).Concat(outputs).Select(Describe).FirstOrDefault()
                ?? (declaration.Export is not null ? ExportDeclaration.Kind
                    : declaration.Weights is not null ? WeightsDeclaration.Kind : InspectableDeclaration.Kind);
            var (input, thing) = declaration.IsLikeABlock ? (BlockUse.Input, "block") : ("Input(height, width, channels)", "network");
            errors.Add(new(DiagnosticIds.NoInput, NetworkError.ClassName, null, new([type, what, input, thing])));
        }

        foreach (var index in inputs.Skip(1))
            errors.Add(new(DiagnosticIds.InputRepeated, index, null, new([type, Describe(inputs[0]), Describe(index)])));
        if (inputs.Count > 0 && layers.Count > 0 && layers[0] < inputs[0])
            errors.Add(new(DiagnosticIds.InputNotFirst, inputs[0], null, new([Describe(inputs[0]), Describe(layers[0])])));
        if (inputs.Count > 0 && layers.Count == 0)
            errors.Add(new(DiagnosticIds.NoLayers, NetworkError.ClassName, null, new([type, Describe(inputs[0])])));
        foreach (var index in defaults.GroupBy(index => attributes[index].Block).SelectMany(own => own.Skip(1)))
            errors.Add(new(DiagnosticIds.LayerDefaultsRepeated, index, null, new([type])));
        foreach (var index in layers.Where(i => !attributes[i].DoesNotCompile && !LayerRule.Table.ContainsKey(attributes[i].Kind)))
            errors.Add(new(DiagnosticIds.UnknownLayer, index, null, new([attributes[index].Kind])));
    }

    /// <summary>What the constructor was given and a property gives again.</summary>
    private static void CheckTwice(EquatableArray<LayerDeclaration> attributes, List<NetworkError> errors)
    {
        for (var index = 0; index < attributes.Count; index++)
        {
            var attribute = attributes[index];
            var twice = attribute.Arguments.GroupBy(argument => argument.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
            // The two sides of a window are given twice by one property.
            if (twice is not null)
            {
                errors.Add(new(DiagnosticIds.ArgumentTwice, index, twice, new(
                    [LayerReader.Describe(attribute, ""), twice.Replace("Height", "Size").Replace("Width", "Size")])));
            }
        }
    }

    /// <summary>Runs the rules in order, the input first; null for a layer that could not be made.</summary>
    private static List<Layer?> InferLayers(
        EquatableArray<LayerDeclaration> attributes, IReadOnlyList<string> names, Wiring wiring, List<NetworkError> errors)
    {
        var layers = new List<Layer?>();
        // What each attribute gives, for those that read it.
        var given = new Dictionary<int, LayerSource> { [-1] = LayerSource.Unknown };
        var normalization = new NormalizationPlace();
        // Those of a block hold in that use of it alone.
        var (defaults, read) = (new Dictionary<int, LayerDefaults>(), new Dictionary<int, LayerDefaults>());

        foreach (var index in InferenceOrder(attributes, wiring))
        {
            var attribute = Resolved(index);
            var scope = attribute.Block?.Place ?? -1;
            var reader = new LayerReader(attribute, index, errors)
            {
                Index = layers.Count,
                Name = names[index],
                Sources = [.. wiring.SourcesOf(index).Select(source => given[source])],
                Paths = () => wiring.Paths(index),
                BlocksNormalization = normalization.BlockedBy(wiring.SourcesOf(index)),
                Defaults = defaults.TryGetValue(scope, out var own) ? own : LayerDefaults.None,
                DefaultsComeLater = attributes.Skip(index).Any(
                    later => later.Kind == LayerDefaults.Kind && later.Block == attribute.Block),
            };
            if (attribute.Kind == LayerDefaults.Kind)
            {
                if (own is null)
                    defaults[scope] = read[index] = LayerDefaults.Read(attribute, reader);
                continue;
            }

            var known = LayerRule.Table.TryGetValue(attribute.Kind, out var rule) && !attribute.DoesNotCompile;
            var outcome = known ? rule!.Infer(reader) : new LayerOutcome(PartialShape.Unknown, null);
            layers.Add(outcome.Layer);
            given[index] = new(
                layers.Count - 1, outcome.Output, attribute.Kind == "Input" ? reader.Description : $"{attribute.Kind} '{reader.Name}'");
            normalization.Add(index, attribute.Kind, reader.Description, wiring.SourcesOf(index));
        }

        // A layer that is wrong may be the one that would have taken it.
        if (errors.All(error => error.IsWarning))
        {
            errors.AddRange(read.SelectMany(each => each.Value.Unused.Select(
                name => new NetworkError(DiagnosticIds.UnusedDefault, each.Key, name, new([name])))));
        }

        return layers;

        LayerDeclaration Resolved(int index)
        {
            Func<BlockUse, int?> channels = use => given[wiring.InputOf(use)].Shape.Channels;
            var resolved = attributes[index].Resolved(channels);
            if (!attributes[index].DoesNotCompile && resolved.DoesNotCompile && errors.All(error => error.IsWarning))
                errors.AddRange(WithoutValue(attributes[index], LayerReader.Describe(resolved, names[index]), index, channels));
            return resolved;
        }
    }

    /// <summary>Arguments of a layer in a block that have no value, where nothing else is wrong that they need.</summary>
    private static IEnumerable<NetworkError> WithoutValue(
        LayerDeclaration attribute, string description, int index, Func<BlockUse, int?> channels)
    {
        foreach (var argument in attribute.Arguments)
        {
            if (argument.Value is not Formula formula || formula.Value(ValueOf) is not null)
                continue;
            var given = formula.Parameters.Distinct().Select(name => $"{name} = {LayerReader.Text(ValueOf(name) ?? "nothing")}");
            yield return new(DiagnosticIds.FormulaWithoutValue, index, argument.Name, new(
                [description, argument.WrittenName, string.Join(" and ", given)]));
        }

        object? ValueOf(string name) => attribute.Block!.Value(name, channels);
    }

    /// <summary>Layers and defaults as they stand, the input first.</summary>
    private static IEnumerable<int> InferenceOrder(EquatableArray<LayerDeclaration> attributes, Wiring wiring)
    {
        var first = wiring.Order.Count > 0 && attributes[wiring.Order[0]].Kind == "Input" ? wiring.Order[0] : -1;
        return Enumerable.Range(0, attributes.Count).Where(index => attributes[index].Kind == LayerDefaults.Kind)
            .Concat(wiring.Order)
            .OrderBy(index => index == first ? -1 : index);
    }

    /// <summary>
    /// All parameters lie in one arena, and so do all activations of one image: their sums are bounded like a single tensor.
    /// </summary>
    private static void CheckTotals(List<Layer?> layers, EquatableArray<LayerDeclaration> attributes, List<NetworkError> errors)
    {
        var (parameters, activations) = (0L, 0L);
        foreach (var layer in layers)
        {
            parameters += layer!.Parameters.Sum(parameter => (long)parameter.Count);
            activations += layer.OutputShape.Size;
            var what = parameters > Sizes.MaxFloats ? "parameters" : activations > Sizes.MaxFloats ? "activations of one image" : null;
            if (what is null)
                continue;
            var index = AttributeOf(layer, attributes);
            var total = LayerReader.Text(Math.Max(parameters, activations));
            errors.Add(new(DiagnosticIds.TooLarge, index, null, new(
                [LayerReader.Describe(attributes[index], layer.Name), $"{what} that sum up, with the layers before it, to {total} floats",
                    LayerReader.MostFloats])));
            return;
        }
    }

    /// <summary>The place of the attribute that a layer of a network without errors was made of.</summary>
    public static int AttributeOf(Layer layer, EquatableArray<LayerDeclaration> attributes) =>
        Enumerable.Range(0, attributes.Count).Where(index => attributes[index].IsLayer).ElementAt(layer.Index);

    /// <summary>The outputs besides the last layer, as places among the layers.</summary>
    private static EquatableArray<int> OutputsOf(Wiring wiring) =>
        new(wiring.Outputs.Select(output => wiring.Order.TakeWhile(index => index != output).Count()));

    private static int IndexOf(EquatableArray<LayerDeclaration> attributes, string kind)
    {
        for (var index = 0; index < attributes.Count; index++)
        {
            if (attributes[index].Kind == kind)
                return index;
        }

        return -1;
    }
}
