namespace CnnGen.Generator.Emission.Native;

/// <summary>A type that crosses the border, in both languages.</summary>
/// <param name="C">As the header spells it, up to the name: <c>const float *</c>.</param>
/// <param name="CSharp">As the export spells it: <c>float*</c>.</param>
internal sealed record NativeType(string C, string CSharp)
{
    public static readonly NativeType Int32 = new("int32_t ", "int");
    public static readonly NativeType Size = new("size_t ", "nuint");
    public static readonly NativeType Double = new("double ", "double");
    public static readonly NativeType Text = new("const char *", "byte*");
    public static readonly NativeType Data = new("const void *", "byte*");
    public static readonly NativeType Floats = new("const float *", "float*");
    public static readonly NativeType Bytes = new("const uint8_t *", "byte*");
    public static readonly NativeType Labels = new("const int32_t *", "int*");
    public static readonly NativeType FloatResults = new("float *", "float*");
    public static readonly NativeType DoubleResult = new("double *", "double*");
    public static readonly NativeType Int32Result = new("int32_t *", "int*");
}

/// <summary>A parameter of a function that C calls.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name in C; the export has the same in camelCase.</param>
/// <param name="Text">What the header says of it.</param>
internal sealed record NativeParameter(NativeType Type, string Name, string Text);

/// <summary>A function that C calls, once for the header and the export, so that they cannot differ.</summary>
/// <param name="Name">Its name behind the prefix: <c>train_step</c>.</param>
/// <param name="Returns">What it returns.</param>
/// <param name="Text">What the header says of it, one paragraph.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Call">The expression that the export hands over to.</param>
internal sealed record NativeFunction(string Name, NativeType Returns, string Text, EquatableArray<NativeParameter> Parameters, string Call)
{
    /// <summary>The statuses other than success that it returns, without prefix, the ones that any function may return left out.</summary>
    public EquatableArray<string> Errors { get; init; } = EquatableArray<string>.Empty;
}
