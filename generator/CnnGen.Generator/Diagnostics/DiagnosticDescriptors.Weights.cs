using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <content>Weights that a network comes with.</content>
internal static partial class DiagnosticDescriptors
{
    /// <summary><c>Network '{0}' has its weights in '{1}', which is no item CnnGenWeights of the project: {2}</c></summary>
    public static readonly DiagnosticDescriptor WeightsNotFound = Error(
        DiagnosticIds.WeightsNotFound,
        "File with weights is not in the project",
        "Network '{0}' has its weights in '{1}', which is no item CnnGenWeights of the project: {2}");

    /// <summary><c>The weights of network '{0}' cannot be read: {1}</c></summary>
    public static readonly DiagnosticDescriptor WeightsUnreadable = Error(
        DiagnosticIds.WeightsUnreadable,
        "File with weights cannot be read",
        "The weights of network '{0}' cannot be read: {1}");

    /// <summary><c>{0} needs {1}, which '{2}' does not hold: {3}</c></summary>
    public static readonly DiagnosticDescriptor TensorMissing = Error(
        DiagnosticIds.TensorMissing,
        "Weights of a layer are missing",
        "{0} needs {1}, which '{2}' does not hold: {3}");

    /// <summary>
    /// <c>'{0}' holds {1}, which network '{2}' has no place for: give it a layer of that name, or save the weights of this network</c>
    /// </summary>
    public static readonly DiagnosticDescriptor TensorExtra = Error(
        DiagnosticIds.TensorExtra,
        "Weights of no layer",
        "'{0}' holds {1}, which network '{2}' has no place for: give it a layer of that name, or save the weights of this network");

    /// <summary><c>{0} needs {1}, and in '{2}' there is {3}: change the layer back, or save the weights of this network</c></summary>
    public static readonly DiagnosticDescriptor TensorShape = Error(
        DiagnosticIds.TensorShape,
        "Weights have another shape",
        "{0} needs {1}, and in '{2}' there is {3}: change the layer back, or save the weights of this network");

    /// <summary>
    /// <c>Network '{0}' is to verify its answer, and '{1}' holds none: save it with Save(path, withAnswer: true), or leave Verify
    /// out</c>
    /// </summary>
    public static readonly DiagnosticDescriptor AnswerMissing = Error(
        DiagnosticIds.AnswerMissing,
        "File has no answer to verify",
        "Network '{0}' is to verify its answer, and '{1}' holds none: save it with Save(path, withAnswer: true), or leave Verify out");
}
