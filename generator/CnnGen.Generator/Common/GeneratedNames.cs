using System.Text;

namespace CnnGen.Generator;

/// <summary>
/// The names of what is generated for a network. None can be that of anything else of the project: the name of a class follows from the
/// network's full name and is not made from any other; names of files differ where the case of letters does not count, too.
/// </summary>
internal static class GeneratedNames
{
    /// <summary>
    /// Characters of a network's name that are shown in the names of its files: folders and extensions are to fit into a path, too.
    /// </summary>
    private const int MostShown = 100;

    /// <summary>
    /// The class of the kernels for an instruction set: a dot becomes an underscore, and an underscore <c>_0</c>, as behind a dot no
    /// identifier begins with a digit.
    /// </summary>
    /// <param name="fullName">The network's name with namespaces and containing types.</param>
    /// <param name="isa">The instruction set.</param>
    public static string KernelClass(string fullName, string isa) => $"{fullName}.{isa}".Replace("_", "_0").Replace('.', '_');

    /// <summary>
    /// What the names of the network's files begin with: its full name. Where that says too little or too much, there is a mark behind it,
    /// a hash of the full name after a hyphen, which no identifier has.
    /// </summary>
    /// <param name="fullName">The network's name with namespaces and containing types.</param>
    /// <param name="isCrowded">Whether it is one of <see cref="Crowded"/>.</param>
    public static string File(string fullName, bool isCrowded)
    {
        // Compilers and file systems take any letter; of what else identifiers may have, such as combining marks, not all do, or they take
        // two for one.
        var shown = string.Concat(fullName.Take(MostShown).Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' ? c : '-'));
        return isCrowded || shown != fullName ? $"{shown}-{Hash(fullName)}" : fullName;
    }

    /// <summary>
    /// The names whose files would have the name of another network's: without regard to case they are another's name, or go on after it
    /// and a dot, as the name of an instruction set does.
    /// </summary>
    /// <param name="fullNames">Those of all networks of the project.</param>
    /// <returns>In ordinal order, so that the order of declarations does not matter.</returns>
    public static EquatableArray<string> Crowded(IReadOnlyCollection<string> fullNames)
    {
        var ignoringCase = StringComparer.OrdinalIgnoreCase;
        var counts = fullNames.GroupBy(name => name, ignoringCase).ToDictionary(group => group.Key, group => group.Count(), ignoringCase);
        return new(fullNames.Where(IsCrowded).OrderBy(name => name, StringComparer.Ordinal));

        bool IsCrowded(string name)
        {
            if (counts[name] > 1)
                return true;
            for (var dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.', dot + 1))
            {
                if (counts.ContainsKey(name[..dot]))
                    return true;
            }

            return false;
        }
    }

    /// <summary>64 bits by Fowler, Noll and Vo's function (FNV-1a), the same in every process.</summary>
    private static string Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ value) * 1099511628211UL);
        return hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}
