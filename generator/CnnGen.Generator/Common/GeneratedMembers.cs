namespace CnnGen.Generator;

/// <summary>
/// The names of what a generated class has beside its override of the base class. A member of the user's of one of these names, or a class
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

    /// <summary>The class with names and sizes of outputs; only in networks with several.</summary>
    public const string Outputs = nameof(Outputs);

    /// <summary>The method with a span for each output; only in networks with several.</summary>
    public const string Predict = nameof(Predict);

    /// <summary>The class of the network that looks inside; only in networks that are inspectable.</summary>
    public const string Inspection = nameof(Inspection);

    /// <summary>The method that makes one.</summary>
    public const string CreateInspection = nameof(CreateInspection);

    /// <summary>The method that it overrides; what it gives overrides the rest, see <see cref="Emission.EntryPoint"/>.</summary>
    public const string CodeFor = nameof(CodeFor);

    /// <summary>Its type, name and parameters.</summary>
    public const string CodeForHeader =
        $"global::CnnGen.Runtime.NetworkCode {CodeFor}(global::CnnGen.Runtime.InstructionSet instructionSet)";

    /// <summary>Those that every network has beside its override.</summary>
    public static readonly EquatableArray<string> All = new(
        [InputSize, OutputSize, ParameterCount, InferenceWorkspaceBytes, TrainingWorkspaceBytesPerImage, Information]);
}
