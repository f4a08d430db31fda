namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Deals things out to work items.</summary>
internal static class WorkItems
{
    /// <summary>
    /// The first of an item's share of <paramref name="number"/> things from <paramref name="start"/> on, and the one after its last, as
    /// C#.
    /// </summary>
    /// <param name="start">The first of all.</param>
    /// <param name="number">How many.</param>
    /// <param name="items">Items they are dealt to.</param>
    /// <param name="item">The item, as C#.</param>
    public static (string First, string End) Range(int start, int number, int items, string item)
    {
        if (items == 1)
            return ($"{start}", $"{start + number}");
        var before = start == 0 ? "" : $"{start} + ";
        return number == items
            ? ($"{before}{item}", $"{before}{item} + 1")
            : ($"{before}{number} * {item} / {items}", $"{before}{number} * ({item} + 1) / {items}");
    }
}
