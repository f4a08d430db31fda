using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <content>What is legal and surely not meant.</content>
internal static partial class DiagnosticDescriptors
{
    /// <summary><c>{0} makes probabilities of what {1} has made probabilities of already: remove one of the two</c></summary>
    public static readonly DiagnosticDescriptor SoftmaxTwice = Warning(
        DiagnosticIds.SoftmaxTwice,
        "Softmax of probabilities",
        "{0} makes probabilities of what {1} has made probabilities of already: remove one of the two");

    /// <summary><c>{0} applies {1} to what {2} has applied it to already: remove one of the two</c></summary>
    public static readonly DiagnosticDescriptor ActivationTwice = Warning(
        DiagnosticIds.ActivationTwice,
        "Activation twice",
        "{0} applies {1} to what {2} has applied it to already: remove one of the two");

    /// <summary>
    /// <c>{0} drops values behind the last layer with weights, so that its zeros are taken for predictions in training: put it before
    /// {1}</c>
    /// </summary>
    public static readonly DiagnosticDescriptor DropoutAtTheEnd = Warning(
        DiagnosticIds.DropoutAtTheEnd,
        "Dropout at the end",
        "{0} drops values behind the last layer with weights, so that its zeros are taken for predictions in training: put it before {1}");

    /// <summary>
    /// <c>{0} has a bias that does nothing, since {1} behind it subtracts the mean of each channel: write UseBias = false</c>
    /// </summary>
    public static readonly DiagnosticDescriptor BiasBeforeBatchNormalization = Warning(
        DiagnosticIds.BiasBeforeBatchNormalization,
        "Bias before batch normalization",
        "{0} has a bias that does nothing, since {1} behind it subtracts the mean of each channel: write UseBias = false");

    /// <summary>
    /// <c>{0} moves a window of {1} in steps of {2}, and never looks at what lies between: make the window as large as the steps, or the
    /// steps smaller</c>
    /// </summary>
    public static readonly DiagnosticDescriptor StepsOverWindows = Warning(
        DiagnosticIds.StepsOverWindows,
        "Steps are longer than the window",
        "{0} moves a window of {1} in steps of {2}, and never looks at what lies between: make the window as large as the steps, or the"
            + " steps smaller");

    /// <summary><c>{0} gets {1} from {2}, and never looks at {3}: write Padding = Padding.Same to use all of it</c></summary>
    public static readonly DiagnosticDescriptor RestOfWindows = Suggestion(
        DiagnosticIds.RestOfWindows,
        "Windows leave a rest",
        "{0} gets {1} from {2}, and never looks at {3}: write Padding = Padding.Same to use all of it");

    /// <summary>
    /// <c>No layer takes {0} from [LayerDefaults]: those after it that could, if there are any, write their own; remove it</c>
    /// </summary>
    public static readonly DiagnosticDescriptor UnusedDefault = Warning(
        DiagnosticIds.UnusedDefault,
        "Default is not used",
        "No layer takes {0} from [LayerDefaults]: those after it that could, if there are any, write their own; remove it");

    /// <summary>
    /// <c>Block '{0}' is given {1}, and nothing in it reads Block.{1}: remove it, or write Block.{1} where it is meant; {2}</c>
    /// </summary>
    public static readonly DiagnosticDescriptor UnusedBlockValue = Warning(
        DiagnosticIds.UnusedBlockValue,
        "Value for a block is not read",
        "Block '{0}' is given {1}, and nothing in it reads Block.{1}: remove it, or write Block.{1} where it is meant; {2}");

    /// <summary>
    /// <c>{0} applies {1} over a single value, which gives {2} whatever comes, so that nothing is learned: write Activation.Sigmoid for a
    /// yes or no, or give each class a value of its own</c>
    /// </summary>
    public static readonly DiagnosticDescriptor SoftmaxOfOneValue = Warning(
        DiagnosticIds.SoftmaxOfOneValue,
        "Softmax over a single value",
        "{0} applies {1} over a single value, which gives {2} whatever comes, so that nothing is learned: write Activation.Sigmoid for a"
            + " yes or no, or give each class a value of its own");

    /// <summary>
    /// <c>{0} has a window of {1} rows and {2} columns, and in Keras' order the second number would be strides: write Strides = {2}, or
    /// {3}Height: {1}, {3}Width: {2} where that window is meant</c>
    /// </summary>
    public static readonly DiagnosticDescriptor WindowOrStrides = Warning(
        DiagnosticIds.WindowOrStrides,
        "Width of a window may be meant as strides",
        "{0} has a window of {1} rows and {2} columns, and in Keras' order the second number would be strides: write Strides = {2}, or"
            + " {3}Height: {1}, {3}Width: {2} where that window is meant");
}
