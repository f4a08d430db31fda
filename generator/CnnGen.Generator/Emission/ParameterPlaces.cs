using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission;

/// <summary>Constants that say where parameters lie among the weights, and gradients of what is trained among the gradients.</summary>
internal sealed class ParameterPlaces
{
    private readonly Dictionary<int, string> _names = [];

    public ParameterPlaces(Plan plan)
    {
        foreach (var parameter in plan.Parameters)
        {
            // Layers may be called what no identifier is, and two of them what becomes the same one.
            var name = string.Concat(parameter.Name.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
            name = char.IsDigit(name[0]) ? $"_{name}" : name;
            _names[parameter.Offset] = _names.ContainsValue(name) ? $"{name}_{parameter.Offset}" : name;
        }
    }

    /// <summary>A place among weights or gradients, as C#: by the parameter's name where one begins there.</summary>
    public string At(string pointer, int offset) =>
        _names.TryGetValue(offset, out var name) ? CodeWriter.Plus(pointer, name) : CodeWriter.At(pointer, offset);

    /// <summary>Writes the constants.</summary>
    public void Write(CodeWriter code)
    {
        if (_names.Count == 0)
            return;
        code.Line("// Where parameters lie among the weights, and their gradients among the gradients.");
        foreach (var place in _names.OrderBy(place => place.Key))
            code.Line($"private const int {place.Value} = {place.Key};");
        code.Line();
    }
}
