using System.Reflection;

namespace CnnGen.Tests.Reference;

/// <content>Layers over axes, which are counted from 1 on, or from -1 back.</content>
internal sealed partial class DeclaredLayers
{
    private bool IsSequence => _isSequence && _shape is { Height: 1, IsFlat: false };

    /// <summary>
    /// Adds a layer over the axes that its arguments name, as those of a map. All but channels are moved to where those are, and back:
    /// a permutation is a layer, and a reshape is two.
    /// </summary>
    private void AddOverAxes(Dictionary<string, object?> arguments, Func<int[], ReferenceLayer> create)
    {
        int count = _shape.IsFlat ? 1 : IsSequence ? 2 : 3;
        int[] listed = List(arguments, "Axes");
        int[] written = listed.Length > 0 ? listed : [Own(arguments, "Axis", -1)];
        int[] axes = [.. written.Select(axis => (axis < 0 ? axis + count + 1 : axis) + 3 - count)];
        int[] sorted = [.. axes.Order()];
        bool isPermuted = sorted is [1] or [2] or [1, 2] or [1, 3];
        int before = (isPermuted ? 1 : 0) + (axes.Length > 1 ? 2 : 0);
        _place += 2 * before;
        Add(create(axes));
    }

    private static int[] List(Dictionary<string, object?> arguments, string name) => arguments.TryGetValue(name, out object? list)
        ? [.. ((IEnumerable<CustomAttributeTypedArgument>)list!).Select(axis => (int)axis.Value!)]
        : [];
}
