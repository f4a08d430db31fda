using CnnGen.Formats;

namespace CnnGen.Import.Loading;

/// <summary>
/// Weights that PyTorch's modules have, in a safetensors file: by the names of modules, and where a layer has no module's name by what fits
/// it alone. The order of such a file is that of the names, and says nothing.
/// </summary>
internal static class PyTorchWeights
{
    /// <summary>Gathers the weights of a network.</summary>
    /// <param name="file">The file.</param>
    /// <param name="network">The network.</param>
    /// <param name="load">Takes them.</param>
    public static void Gather(SafetensorsFile file, INetwork network, WeightLoad load)
    {
        // What a normalization counts is no weight.
        var tensors = file.Tensors.Where(tensor => PyTorchWeight.RoleOf(tensor.Name) != "num_batches_tracked");
        var modules = tensors.GroupBy(tensor => PyTorchWeight.ModuleOf(tensor.Name))
            .ToDictionary(group => group.Key, group => group.ToList());
        var left = new List<(string Name, IReadOnlyList<PyTorchWeight> Weights)>();
        foreach (var layer in load.Layers)
        {
            var weights = PyTorchWeight.Of(layer, network.Info.Layers);
            if (modules.Remove(layer.Name, out var module))
                Set(weights, module, load);
            else
                left.Add((layer.Name, weights));
        }

        var bySignature = modules.ToLookup(module => Signature(module.Value.Select(tensor => (tensor.Name, tensor.Shape))));
        foreach (var same in left.GroupBy(layer => Signature(layer.Weights.Select(weight => (weight.Role, weight.Shape)))))
        {
            List<KeyValuePair<string, List<SafetensorsTensor>>> found = [.. bySignature[same.Key]];
            foreach (var module in found)
                modules.Remove(module.Key);
            if (found is [var only] && same.Count() == 1)
                Set(same.Single().Weights, only.Value, load);
            else
                ReportEach(same, [.. found.Select(module => module.Key)], load);
        }

        foreach (var (module, its) in modules)
        {
            var weights = its.Select(tensor => $"{PyTorchWeight.RoleOf(tensor.Name)} {WeightLoad.Shape(tensor.Shape)}");
            load.Report($"module '{module}'", $"no layer fits it: {string.Join(", ", weights)}");
        }
    }

    private static void Set(IReadOnlyList<PyTorchWeight> weights, List<SafetensorsTensor> module, WeightLoad load)
    {
        foreach (var tensor in module)
        {
            if (weights.FirstOrDefault(weight => weight.Role == PyTorchWeight.RoleOf(tensor.Name)) is not { } weight)
                load.Report($"'{tensor.Name}' {WeightLoad.Shape(tensor.Shape)}", "the layer of its module's name has no such weight");
            else if (!tensor.IsFloat)
                load.Report(weight.Parameter, $"'{tensor.Name}' is stored as {tensor.DataType}, but must be F32, F16 or BF16");
            else
                load.Set(weight.Parameter, $"'{tensor.Name}'", tensor.Shape, weight.Shape, () => weight.Convert(Values(tensor)));
        }
    }

    private static void ReportEach(
        IEnumerable<(string Name, IReadOnlyList<PyTorchWeight> Weights)> layers, string[] modules, WeightLoad load)
    {
        var names = layers.Select(layer => $"'{layer.Name}'").ToList();
        foreach (var weight in layers.SelectMany(layer => layer.Weights))
        {
            var shape = WeightLoad.Shape(weight.Shape);
            load.Report(weight.Parameter, modules.Length == 0
                ? $"no module of the file has its {weight.Role} {shape} and what else the layer has"
                : $"modules {string.Join(", ", modules.Select(module => $"'{module}'"))} fit {string.Join(", ", names)}, and nothing tells"
                    + $" which is whose: give each layer the name of its module, as in Name = \"{modules[0]}\"");
        }
    }

    /// <summary>What a module or layer has, whatever its order.</summary>
    private static string Signature(IEnumerable<(string Name, IReadOnlyList<int> Shape)> weights)
    {
        var each = weights.Select(weight => $"{PyTorchWeight.RoleOf(weight.Name)}{WeightLoad.Shape(weight.Shape)}");
        return string.Join(' ', each.Order(StringComparer.Ordinal));
    }

    private static float[] Values(SafetensorsTensor tensor)
    {
        var values = new float[tensor.Shape.Aggregate(1, (product, extent) => product * extent)];
        tensor.CopyTo(values);
        return values;
    }
}
