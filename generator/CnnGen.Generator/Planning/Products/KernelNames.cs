
namespace CnnGen.Generator.Planning.Products;

/// <summary>One name per distinct kernel: equal ones share it, others of the same shapes (with other borders, say) are numbered.</summary>
internal sealed class KernelNames
{
    private readonly Dictionary<object, string> _names = [];
    private readonly HashSet<string> _taken = [];

    /// <param name="name">The name it should have.</param>
    /// <param name="content">What the kernel's text depends on, compared by value.</param>
    public string Unique(string name, object content)
    {
        if (_names.TryGetValue(content, out var known))
            return known;
        var unique = name;
        for (var number = 2; !_taken.Add(unique); number++)
            unique = $"{name}_{number}";
        return _names[content] = unique;
    }
}
