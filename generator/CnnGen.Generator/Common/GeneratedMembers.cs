namespace CnnGen.Generator;

/// <summary>
/// The names of what a generated class has beside its overrides of the base class. A member of the user's of one of these names, or a class
/// of that name, would be an error in generated code; <see cref="Discovery.MemberClashes"/> finds it before.
/// </summary>
internal static class GeneratedMembers
{
    public const string InputSize = nameof(InputSize);
    public const string OutputSize = nameof(OutputSize);
    public const string ParameterCount = nameof(ParameterCount);
    public const string InferenceWorkspaceBytes = nameof(InferenceWorkspaceBytes);
    public const string TrainingWorkspaceBytesPerImage = nameof(TrainingWorkspaceBytesPerImage);
    public const string Information = nameof(Information);

    /// <summary>The class with what C calls; only in networks that are exported.</summary>
    public const string NativeExports = nameof(NativeExports);

    /// <summary>Those that every network has.</summary>
    public static readonly EquatableArray<string> All = new(
        [InputSize, OutputSize, ParameterCount, InferenceWorkspaceBytes, TrainingWorkspaceBytesPerImage, Information]);
}
