using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Discovery;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>
/// CNN019, CNN027, CNN028: writes an attribute that C# rejects as its author meant it. Offered at the compiler's own errors, too, which an
/// editor has while typing.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WriteAsMeant)), Shared]
public sealed class WriteAsMeant : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        DiagnosticIds.UnknownLayerName, DiagnosticIds.ArgumentNotTaken, DiagnosticIds.ArgumentMissing,
        "CS0029", // No conversion: Padding = "same".
        "CS0037", // No null: Activation = null.
        "CS0103", // No such name: UseBias = False.
        "CS0117", // No such member: Activation.ReLU.
        "CS0246", // No such attribute or property: [MaxPool2d], [Conv2D(8, kernel_size = 3)].
        "CS0266", // A cast is missing: Strides = 2.0.
        "CS0426", // No such nested type: [Activation.Relu].
        "CS0617", // No property to set: [Dense(Units = 10)].
        "CS1016", // A parameter behind a property: [Dense(Activation = Activation.Relu, units: 10)].
        "CS1503", // No conversion of a constructor's argument: [Dense(10, "softmax")].
        "CS1729", // Too many arguments, or too few.
        "CS1739", // No such parameter: [Conv2D(8, 3, padding: "same")].
        "CS7036", // An argument is missing.
        "CS9174", // No list: [MaxPool2D([2, 2])].
    ];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Attribute is not { } attribute || place.AttributeSource is not { Declaration.DoesNotCompile: true } source)
            yield break;
        if (RejectedAttribute.Read(source, place.Model).Text is { } text && text != attribute.ToString())
            yield return new($"Write [{text}]", nameof(WriteAsMeant), [new(attribute.Span, text)]);
    }
}
