using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <content>Who reads whom, blocks, and the generator's own fault.</content>
internal static partial class DiagnosticDescriptors
{
    /// <summary><c>{0} names the layer '{1}', which there is not: {2}</c></summary>
    public static readonly DiagnosticDescriptor UnknownSource = Error(
        DiagnosticIds.UnknownSource,
        "Unknown layer is named",
        "{0} names the layer '{1}', which there is not: {2}");

    /// <summary>
    /// <c>{0} names the layer '{1}', which {2}: layers read layers above them, so nothing goes in a circle; move one of the two</c>
    /// </summary>
    public static readonly DiagnosticDescriptor SourceNotAbove = Error(
        DiagnosticIds.SourceNotAbove,
        "Layer reads one that is not above it",
        "{0} names the layer '{1}', which {2}: layers read layers above them, so nothing goes in a circle; move one of the two");

    /// <summary>
    /// <c>Nothing reads {0}, and it is neither the last layer nor an output: name it in a layer below (From = "{1}", or a merge layer such
    /// as [Add("{1}")]), declare [Output("{1}")], or remove it</c>
    /// </summary>
    public static readonly DiagnosticDescriptor NeverRead = Error(
        DiagnosticIds.NeverRead,
        "Layer is never read",
        "Nothing reads {0}, and it is neither the last layer nor an output: name it in a layer below (From = \"{1}\", or a"
            + " merge layer such as [Add(\"{1}\")]), declare [Output(\"{1}\")], or remove it");

    /// <summary><c>{0} joins the layer before it with others, and names none: write [{1}("name of a layer above")]</c></summary>
    public static readonly DiagnosticDescriptor NothingToJoin = Error(
        DiagnosticIds.NothingToJoin,
        "Merge layer names no other layer",
        "{0} joins the layer before it with others, and names none: write [{1}(\"name of a layer above\")]");

    /// <summary><c>{0} gets {1}: {2}</c></summary>
    public static readonly DiagnosticDescriptor ShapesDoNotJoin = Error(
        DiagnosticIds.ShapesDoNotJoin,
        "Shapes do not join",
        "{0} gets {1}: {2}");

    /// <summary><c>'{0}' is an output already: {1}; remove this [Output]</c></summary>
    public static readonly DiagnosticDescriptor OutputTwice = Error(
        DiagnosticIds.OutputTwice,
        "Output is declared already",
        "'{0}' is an output already: {1}; remove this [Output]");

    /// <summary><c>'{0}' is no block: a block is a class of this project with [BlockInput] in front of its layers</c></summary>
    public static readonly DiagnosticDescriptor NoBlock = Error(
        DiagnosticIds.NoBlock,
        "Class is no block",
        "'{0}' is no block: a block is a class of this project with [BlockInput] in front of its layers");

    /// <summary><c>A block cannot use itself: {0}</c></summary>
    public static readonly DiagnosticDescriptor BlockOfItself = Error(
        DiagnosticIds.BlockOfItself,
        "Block uses itself",
        "A block cannot use itself: {0}");

    /// <summary><c>Block '{0}' needs {1}, and is not given it: write [Block(typeof({0}), {1} = ...)]</c></summary>
    public static readonly DiagnosticDescriptor BlockNeeds = Error(
        DiagnosticIds.BlockNeeds,
        "Block is not given what it needs",
        "Block '{0}' needs {1}, and is not given it: write [Block(typeof({0}), {1} = ...)]");

    /// <summary><c>{0} uses Block.{1}, which is what a use of a block gives, but stands in no block: write a number</c></summary>
    public static readonly DiagnosticDescriptor NotInABlock = Error(
        DiagnosticIds.NotInABlock,
        "Size of a block is used outside of one",
        "{0} uses Block.{1}, which is what a use of a block gives, but stands in no block: write a number");

    /// <summary><c>With block '{0}' there would be more than {1} layers: repeat it less often</c></summary>
    public static readonly DiagnosticDescriptor TooManyLayers = Error(
        DiagnosticIds.TooManyLayers,
        "Too many layers",
        "With block '{0}' there would be more than {1} layers: repeat it less often");

    /// <summary><c>{0} has strides {1} and dilation {2}, and only one of them may be more than 1: leave one out</c></summary>
    public static readonly DiagnosticDescriptor StridesWithDilation = Error(
        DiagnosticIds.StridesWithDilation,
        "Strides and dilation together",
        "{0} has strides {1} and dilation {2}, and only one of them may be more than 1: leave one out");

    /// <summary><c>{0} gets {1} channels from {2}, and {3} groups do not divide {1} channels and {4} filters: {5} would fit</c></summary>
    public static readonly DiagnosticDescriptor GroupsDoNotDivide = Error(
        DiagnosticIds.GroupsDoNotDivide,
        "Groups do not divide the channels",
        "{0} gets {1} channels from {2}, and {3} groups do not divide {1} channels and {4} filters: {5} would fit");

    /// <summary>
    /// <c>'{0}' is no expression of a block's sizes that CnnGen computes: it knows + - * / %, comparisons, &amp;&amp; || !, a ? b : c and
    /// casts to int and double</c>
    /// </summary>
    public static readonly DiagnosticDescriptor FormulaNotRead = Error(
        DiagnosticIds.FormulaNotRead,
        "Expression of a block is not known",
        "'{0}' is no expression of a block's sizes that CnnGen computes: it knows + - * / %, comparisons, && || !, a ? b : c and casts to"
            + " int and double");

    /// <summary><c>{0} gets {1} from {2}, and works on (length, channels): {3}</c></summary>
    public static readonly DiagnosticDescriptor NeedsSequence = Error(
        DiagnosticIds.NeedsSequence,
        "Layer needs a sequence",
        "{0} gets {1} from {2}, and works on (length, channels): {3}");

    /// <summary><c>{0} gives {1}, which {2} does not take: remove it, or {3}</c></summary>
    public static readonly DiagnosticDescriptor SettingNotTaken = Error(
        DiagnosticIds.SettingNotTaken,
        "Setting is not taken",
        "{0} gives {1}, which {2} does not take: remove it, or {3}");

    /// <summary><c>{0} has {1}, which makes a matrix and needs {2}, and the parameter has {3}: Initializer.{4} would fit</c></summary>
    public static readonly DiagnosticDescriptor InitializerNeedsMatrix = Error(
        DiagnosticIds.InitializerNeedsMatrix,
        "Initializer needs a matrix",
        "{0} has {1}, which makes a matrix and needs {2}, and the parameter has {3}: Initializer.{4} would fit");

    /// <summary>
    /// <c>{0} is given {1} by an expression without a value, with {2}: it divides by zero, or is more than an int holds</c>
    /// </summary>
    public static readonly DiagnosticDescriptor FormulaWithoutValue = Error(
        DiagnosticIds.FormulaWithoutValue,
        "Expression of a block has no value",
        "{0} is given {1} by an expression without a value, with {2}: it divides by zero, or is more than an int holds");

    /// <summary>
    /// <c>'{0}' is a constant that CnnGen generates, and not there yet when it reads what it generates from: write its value</c>
    /// </summary>
    public static readonly DiagnosticDescriptor GeneratedConstant = Error(
        DiagnosticIds.GeneratedConstant,
        "Generated constant in a declaration",
        "'{0}' is a constant that CnnGen generates, and not there yet when it reads what it generates from: write its value");

    /// <summary>
    /// <c>'{0}' has [Input], as a network, and [BlockInput], as a block: it can be only one of them; remove one, and move the layers that
    /// both need into a block</c>
    /// </summary>
    public static readonly DiagnosticDescriptor NetworkAndBlock = Error(
        DiagnosticIds.NetworkAndBlock,
        "Class is a network and a block",
        "'{0}' has [Input], as a network, and [BlockInput], as a block: it can be only one of them; remove one, and move the layers that"
            + " both need into a block");

    /// <summary><c>CnnGen failed on network '{0}', which is a fault of CnnGen; please file it with this text: {1}</c></summary>
    public static readonly DiagnosticDescriptor InternalError = Error(
        DiagnosticIds.InternalError,
        "Internal error of CnnGen",
        "CnnGen failed on network '{0}', which is a fault of CnnGen; please file it with this text: {1}");
}
