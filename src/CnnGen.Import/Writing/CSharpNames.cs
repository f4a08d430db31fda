namespace CnnGen.Import.Writing;

/// <summary>Names that C# takes for a class or a namespace.</summary>
internal static class CSharpNames
{
    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed",
        "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong",
        "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    // Words that are names elsewhere, but not of types.
    private static readonly HashSet<string> NoTypes =
    [
        "dynamic", "extension", "field", "file", "nint", "notnull", "nuint", "partial", "record", "required", "scoped", "unmanaged", "var",
    ];

    // What stands behind the class's attributes, and would mean the class itself.
    private static readonly HashSet<string> Used =
        [nameof(Activation), nameof(Block), nameof(Constraint), nameof(Interpolation), nameof(NormalizationAxis), nameof(Padding)];

    // Namespaces that what is written begins with, and members that every network has: a class cannot have a member of its own name.
    private static readonly HashSet<string> Taken =
    [
        nameof(CnnGen), nameof(System), "CodeFor", "InferenceWorkspaceBytes", "Information", "InputSize", "NativeExports", "Outputs",
        "OutputSize", "ParameterCount", "Predict", "TrainingWorkspaceBytesPerImage",
    ];

    /// <summary>Refuses what is no name of a class.</summary>
    /// <param name="name">The name.</param>
    /// <param name="option">The option that it is from.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void CheckClass(string name, string option)
    {
        CheckPart(name, name, option);
        if (NoTypes.Contains(name))
            throw new ArgumentException($"{option} is '{name}', a word of C# that cannot name a class: choose another.", option);
        if (Used.Contains(name))
            throw new ArgumentException($"{option} is '{name}', which the class's layers use as a type: choose another.", option);
        if (Taken.Contains(name))
            throw new ArgumentException($"{option} is '{name}', which every network uses: choose another.", option);
        if (name.EndsWith(nameof(Attribute), StringComparison.Ordinal))
            throw new ArgumentException($"{option} is '{name}', but what ends with Attribute is one: choose another.", option);
    }

    /// <summary>Refuses what is no namespace.</summary>
    /// <param name="name">Its name, with dots.</param>
    /// <param name="option">The option that it is from.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void CheckNamespace(string name, string option)
    {
        foreach (var part in name.Split('.'))
        {
            CheckPart(part, name, option);
            if (Used.Contains(part))
                throw new ArgumentException($"{option} is '{name}', but '{part}' is a type that layers use: choose another.", option);
        }
    }

    private static void CheckPart(string part, string name, string option)
    {
        if (Keywords.Contains(part))
            throw new ArgumentException($"{option} is '{name}', but '{part}' is a keyword of C#: choose another name.", option);
        var isName = part.Length > 0 && (char.IsLetter(part[0]) || part[0] == '_') && part.All(c => char.IsLetterOrDigit(c) || c == '_');
        if (!isName)
        {
            throw new ArgumentException(
                $"{option} is '{name}', but must be a name of C#: letters, digits and underscores, no digit first.", option);
        }
    }
}
