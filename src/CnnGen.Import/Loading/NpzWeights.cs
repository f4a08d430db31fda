using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace CnnGen.Import.Loading;

/// <summary>
/// Archives of NumPy: arrays under their names, or <c>arr_0</c> and so on in the order of Keras' <c>get_weights()</c>.
/// </summary>
internal static class NpzWeights
{
    private const string Ending = ".npy";

    /// <summary>Gathers the weights of a network.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="load">Takes them.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, or none of arrays.</exception>
    public static void Gather(ZipArchive archive, WeightLoad load)
    {
        var arrays = archive.Entries.Where(entry => entry.FullName.EndsWith(Ending, StringComparison.Ordinal))
            .Select(entry => NpyArray.ReadHeader(entry.FullName[..^Ending.Length], entry.Length, entry.Open)).ToList();
        if (arrays.Count == 0)
            throw new InvalidDataException("there are no arrays of NumPy in the archive, and no model of Keras");
        foreach (var array in arrays.Where(array => !array.IsFloat && !array.IsInteger))
            load.Report($"'{array.Name}' {WeightLoad.Shape(array.Shape)}", $"it holds {array.Type}, but must hold {NpyArray.Floats}");
        if (arrays.TrueForAll(array => Number(array) is not null))
            InOrder([.. arrays.OrderBy(Number)], load);
        else
            ByName(arrays, load);
    }

    private static int? Number(NpyArray array) => Regex.Match(array.Name, "^arr_([0-9]{1,6})$") is { Success: true } match
        ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : null;

    private static void InOrder(List<NpyArray> arrays, WeightLoad load)
    {
        // Counters, such as that of a Normalization, are whole numbers, and no weights.
        var floats = arrays.Where(array => array.IsFloat).ToList();
        var parameters = load.Layers.SelectMany(layer => layer.Weights).Select(weight => weight.Parameter).ToList();
        foreach (var (array, parameter) in floats.Zip(parameters))
            load.Set(parameter, $"'{array.Name}'", array.Shape, parameter.Shape, () => array.Read());
        foreach (var array in floats.Skip(parameters.Count))
            load.Report($"'{array.Name}' {WeightLoad.Shape(array.Shape)}", "the network has no weight for it");
    }

    /// <summary>
    /// By <c>conv2d/kernel</c>, in front of which there may be the names of models, and <c>:0</c> behind it, as of Keras 2.
    /// </summary>
    private static void ByName(List<NpyArray> arrays, WeightLoad load)
    {
        var left = arrays.Where(array => array.IsFloat).ToHashSet();
        foreach (var (parameter, roles) in load.Layers.SelectMany(layer => layer.Weights))
        {
            var layer = parameter.Name[..parameter.Name.LastIndexOf('/')];
            var names = roles.Select(role => $"{layer}/{role}").ToList();
            var found = arrays.Where(array => names.Contains(Plain(array))).ToList();
            if (found.Count == 0)
                found = arrays.Where(array => names.Exists(name => Plain(array).EndsWith($"/{name}", StringComparison.Ordinal))).ToList();
            if (found is [var only])
                load.Set(parameter, $"'{only.Name}'", only.Shape, parameter.Shape, () => only.Read());
            else if (found.Count > 1)
                load.Report(parameter, $"the file has several of it: {string.Join(", ", found.Select(array => $"'{array.Name}'"))}");
            left.ExceptWith(found);
        }

        foreach (var array in left)
            load.Report($"'{array.Name}' {WeightLoad.Shape(array.Shape)}", "the network has no weight of this name");
    }

    private static string Plain(NpyArray array) =>
        array.Name.EndsWith(":0", StringComparison.Ordinal) ? array.Name[..^2] : array.Name;
}
