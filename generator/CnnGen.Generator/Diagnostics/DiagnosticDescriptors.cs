using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <summary>
/// The one table of everything CnnGen reports. Each id has a page, <c>docs/errors/ID.md</c>, with a wrong and a right example.
/// </summary>
internal static partial class DiagnosticDescriptors
{
    /// <summary><c>'{0}' must be partial, because CnnGen writes the other part of network '{1}'</c></summary>
    public static readonly DiagnosticDescriptor NotPartial = Error(
        DiagnosticIds.NotPartial,
        "A network and the types around it must be partial",
        "'{0}' must be partial, because CnnGen writes the other part of network '{1}'");

    /// <summary>
    /// <c>Network '{0}' cannot be generic, and '{1}' has type parameters: shapes are fixed at build time; declare one class per network</c>
    /// </summary>
    public static readonly DiagnosticDescriptor Generic = Error(
        DiagnosticIds.Generic,
        "A network cannot be generic",
        "Network '{0}' cannot be generic, and '{1}' has type parameters: shapes are fixed at build time; declare one class per network");

    /// <summary><c>Network '{0}' cannot be static: its instances own the weights</c></summary>
    public static readonly DiagnosticDescriptor Static = Error(
        DiagnosticIds.Static,
        "A network cannot be static",
        "Network '{0}' cannot be static: its instances own the weights");

    /// <summary><c>Network '{0}' cannot be a record: two networks are not equal because their fields are; declare a class</c></summary>
    public static readonly DiagnosticDescriptor Record = Error(
        DiagnosticIds.Record,
        "A network cannot be a record",
        "Network '{0}' cannot be a record: two networks are not equal because their fields are; declare a class");

    /// <summary>
    /// <c>Network '{0}' derives from '{1}', but its base class is CnnGen.CompiledNetwork: keep what '{1}' offers in a field, or as an
    /// interface</c>
    /// </summary>
    public static readonly DiagnosticDescriptor HasBaseClass = Error(
        DiagnosticIds.HasBaseClass,
        "A network cannot have a base class of its own",
        "Network '{0}' derives from '{1}', but its base class is CnnGen.CompiledNetwork: keep what '{1}' offers in a field, or as an"
            + " interface");

    /// <summary>
    /// <c>'{0}' cannot be file-local, because CnnGen writes the other part of network '{1}' into another file: make it internal or private
    /// nested</c>
    /// </summary>
    public static readonly DiagnosticDescriptor FileLocal = Error(
        DiagnosticIds.FileLocal,
        "A network cannot be file-local",
        "'{0}' cannot be file-local, because CnnGen writes the other part of network '{1}' into another file: make it internal or"
            + " private nested");

    /// <summary>
    /// <c>{0} stands on another declaration of '{1}' than the first layers: the order of layers is that of one declaration, so put them all
    /// there</c>
    /// </summary>
    public static readonly DiagnosticDescriptor SeveralDeclarations = Error(
        DiagnosticIds.SeveralDeclarations,
        "All layers stand on one declaration",
        "{0} stands on another declaration of '{1}' than the first layers: the order of layers is that of one declaration, so put them"
            + " all there");

    /// <summary><c>Network '{0}' is abstract, so the functions of [NativeExport] could create none: remove 'abstract'</c></summary>
    public static readonly DiagnosticDescriptor ExportIsAbstract = Error(
        DiagnosticIds.ExportIsAbstract,
        "An exported network cannot be abstract",
        "Network '{0}' is abstract, so the functions of [NativeExport] could create none: remove 'abstract'");

    /// <summary><c>'{0}' clashes with the {1} that CnnGen writes for network '{2}': {3}</c></summary>
    public static readonly DiagnosticDescriptor MemberClash = Error(
        DiagnosticIds.MemberClash,
        "A member clashes with a generated one",
        "'{0}' clashes with the {1} that CnnGen writes for network '{2}': {3}");

    /// <summary><c>'{0}' has {1} but no [{2}] before it, so it is no {3}</c></summary>
    public static readonly DiagnosticDescriptor NoInput = Error(
        DiagnosticIds.NoInput,
        "Layers without an Input",
        "'{0}' has {1} but no [{2}] before it, so it is no {3}");

    /// <summary><c>Network '{0}' has an input already, {1}: {2} is one too many; remove it</c></summary>
    public static readonly DiagnosticDescriptor InputRepeated = Error(
        DiagnosticIds.InputRepeated,
        "Input is repeated",
        "Network '{0}' has an input already, {1}: {2} is one too many; remove it");

    /// <summary><c>{0} comes after {1}: the input is the first layer; move it to the top</c></summary>
    public static readonly DiagnosticDescriptor InputNotFirst = Error(
        DiagnosticIds.InputNotFirst,
        "Input is not the first layer",
        "{0} comes after {1}: the input is the first layer; move it to the top");

    /// <summary><c>Network '{0}' has no layer after {1}: add at least one, for example [Flatten] and [Dense(10)]</c></summary>
    public static readonly DiagnosticDescriptor NoLayers = Error(
        DiagnosticIds.NoLayers,
        "A network needs a layer after Input",
        "Network '{0}' has no layer after {1}: add at least one, for example [Flatten] and [Dense(10)]");

    /// <summary>
    /// <c>Network '{0}' has a [LayerDefaults] already, which applies to all layers after it: join the two, and let the layers that differ
    /// say so</c>
    /// </summary>
    public static readonly DiagnosticDescriptor LayerDefaultsRepeated = Error(
        DiagnosticIds.LayerDefaultsRepeated,
        "LayerDefaults is repeated",
        "Network '{0}' has a [LayerDefaults] already, which applies to all layers after it: join the two, and let the layers that"
            + " differ say so");

    /// <summary><c>'{0}' is no layer that CnnGen can compile: use the layer attributes of namespace CnnGen</c></summary>
    public static readonly DiagnosticDescriptor UnknownLayer = Error(
        DiagnosticIds.UnknownLayer,
        "Unknown layer",
        "'{0}' is no layer that CnnGen can compile: use the layer attributes of namespace CnnGen");

    /// <summary><c>{0} cannot be named '{1}': a name has at least one character, and only letters, digits, '_', '-' and '.'</c></summary>
    public static readonly DiagnosticDescriptor InvalidName = Error(
        DiagnosticIds.InvalidName,
        "Invalid layer name",
        "{0} cannot be named '{1}': a name has at least one character, and only letters, digits, '_', '-' and '.'");

    /// <summary><c>{0} is named '{1}', and so is {2}: names are the keys of saved weights; choose another</c></summary>
    public static readonly DiagnosticDescriptor DuplicateName = Error(
        DiagnosticIds.DuplicateName,
        "Layer name is taken",
        "{0} is named '{1}', and so is {2}: names are the keys of saved weights; choose another");

    /// <summary><c>{0} comes after {1}: it normalizes the input, so it stands before every layer but Rescaling; move it up</c></summary>
    public static readonly DiagnosticDescriptor NormalizationNotFirst = Error(
        DiagnosticIds.NormalizationNotFirst,
        "Normalization is not at the start",
        "{0} comes after {1}: it normalizes the input, so it stands before every layer but Rescaling; move it up");

    /// <summary><c>'{0}' is no layer of CnnGen: {1}</c></summary>
    public static readonly DiagnosticDescriptor UnknownLayerName = Error(
        DiagnosticIds.UnknownLayerName,
        "Layer has another name or is not there",
        "'{0}' is no layer of CnnGen: {1}");

    /// <summary><c>{0}: {1} is {2}, and must be at least 1</c></summary>
    public static readonly DiagnosticDescriptor NotPositive = Error(
        DiagnosticIds.NotPositive,
        "Argument must be at least 1",
        "{0}: {1} is {2}, and must be at least 1");

    /// <summary><c>{0}: the rate is {1}, the probability of a zero, and must be at least 0 and less than 1, for example 0.5</c></summary>
    public static readonly DiagnosticDescriptor RateOutOfRange = Error(
        DiagnosticIds.RateOutOfRange,
        "Dropout rate out of range",
        "{0}: the rate is {1}, the probability of a zero, and must be at least 0 and less than 1, for example 0.5");

    /// <summary><c>{0}: {1} is {2}, and must be a finite number that a float can hold</c></summary>
    public static readonly DiagnosticDescriptor NotFinite = Error(
        DiagnosticIds.NotFinite,
        "Argument must be finite",
        "{0}: {1} is {2}, and must be a finite number that a float can hold");

    /// <summary><c>{0}: {1} is no value of {2} that it takes: {3}</c></summary>
    public static readonly DiagnosticDescriptor UnknownEnumValue = Error(
        DiagnosticIds.UnknownEnumValue,
        "Unknown enum value",
        "{0}: {1} is no value of {2} that it takes: {3}");

    /// <summary><c>{0} has no kernel size: {1}</c></summary>
    public static readonly DiagnosticDescriptor NoKernelSize = Error(
        DiagnosticIds.NoKernelSize,
        "Kernel size is missing",
        "{0} has no kernel size: {1}");

    /// <summary>
    /// <c>{0} asks for {1}, which computes 3 x 3 kernels with stride 1, and has a {2}: ConvAlgorithm.Auto or ConvAlgorithm.Direct would
    /// fit</c>
    /// </summary>
    public static readonly DiagnosticDescriptor WinogradDoesNotApply = Error(
        DiagnosticIds.WinogradDoesNotApply,
        "Winograd does not apply",
        "{0} asks for {1}, which computes 3 x 3 kernels with stride 1, and has a {2}: ConvAlgorithm.Auto or ConvAlgorithm.Direct"
            + " would fit");

    /// <summary>
    /// <c>'{0}' would be exported with the prefix '{1}', which is no C identifier: a letter from a to z or A to Z, then letters, digits and
    /// '_'; [NativeExport("{2}")] would fit</c>
    /// </summary>
    public static readonly DiagnosticDescriptor InvalidExportPrefix = Error(
        DiagnosticIds.InvalidExportPrefix,
        "Export prefix is no C identifier",
        "'{0}' would be exported with the prefix '{1}', which is no C identifier: a letter from a to z or A to Z, then letters, digits and"
            + " '_'; [NativeExport(\"{2}\")] would fit");

    /// <summary><c>{0} does not take '{1}': {2}</c></summary>
    public static readonly DiagnosticDescriptor ArgumentNotTaken = Error(
        DiagnosticIds.ArgumentNotTaken,
        "Argument is written in another way",
        "{0} does not take '{1}': {2}");

    /// <summary><c>{0} has no {1}: write for example [{2}]</c></summary>
    public static readonly DiagnosticDescriptor ArgumentMissing = Error(
        DiagnosticIds.ArgumentMissing,
        "Argument is missing",
        "{0} has no {1}: write for example [{2}]");

    /// <summary><c>{0} gets its {1} twice, in the constructor and as a property: remove one of the two</c></summary>
    public static readonly DiagnosticDescriptor ArgumentTwice = Error(
        DiagnosticIds.ArgumentTwice,
        "Argument is given twice",
        "{0} gets its {1} twice, in the constructor and as a property: remove one of the two");

    /// <summary><c>{0} gets {1} from {2}, and its {3} does not fit into {4}: {5}</c></summary>
    public static readonly DiagnosticDescriptor WindowTooLarge = Error(
        DiagnosticIds.WindowTooLarge,
        "Window is larger than its input",
        "{0} gets {1} from {2}, and its {3} does not fit into {4}: {5}");

    /// <summary>
    /// <c>{0} gets {1} from {2}, a flat tensor, and needs (height, width, channels): put it before the layer that flattens</c>
    /// </summary>
    public static readonly DiagnosticDescriptor NeedsFeatureMap = Error(
        DiagnosticIds.NeedsFeatureMap,
        "Layer needs a feature map",
        "{0} gets {1} from {2}, a flat tensor, and needs (height, width, channels): put it before the layer that flattens");

    /// <summary>
    /// <c>{0} gets {1} from {2}, and works on the channels of each pixel, as in Keras: put [Flatten] or [GlobalAveragePool2D] before it, or
    /// write [Conv2D({3}, 1)] where that is meant</c>
    /// </summary>
    public static readonly DiagnosticDescriptor DenseOfPixels = Warning(
        DiagnosticIds.DenseOfPixels,
        "Dense works on each pixel",
        "{0} gets {1} from {2}, and works on the channels of each pixel, as in Keras: put [Flatten] or [GlobalAveragePool2D] before it, or"
            + " write [Conv2D({3}, 1)] where that is meant");

    /// <summary><c>{0} gets {1} channels from {2}, and {3} does not divide {1}: {4} would fit</c></summary>
    public static readonly DiagnosticDescriptor ChannelsNotDivisible = Error(
        DiagnosticIds.ChannelsNotDivisible,
        "Pool size does not divide the channels",
        "{0} gets {1} channels from {2}, and {3} does not divide {1}: {4} would fit");

    /// <summary><c>{0} has {1}, and at most {2} would fit</c></summary>
    public static readonly DiagnosticDescriptor TooLarge = Error(
        DiagnosticIds.TooLarge,
        "Too large",
        "{0} has {1}, and at most {2} would fit");

    /// <summary>
    /// <c>This constructor of network '{0}' does not call the one that CnnGen writes, which makes the weights: write ': {1}' behind its
    /// parameters</c>
    /// </summary>
    public static readonly DiagnosticDescriptor ConstructorWithoutThis = Error(
        DiagnosticIds.ConstructorWithoutThis,
        "Constructor of a network does not call CnnGen's",
        "This constructor of network '{0}' does not call the one that CnnGen writes, which makes the weights: write ': {1}' behind its"
            + " parameters");

    /// <summary>
    /// <c>Network '{0}' has a primary constructor, which CnnGen's own constructor cannot call: declare '{1} : {2}' in the class instead</c>
    /// </summary>
    public static readonly DiagnosticDescriptor PrimaryConstructor = Error(
        DiagnosticIds.PrimaryConstructor,
        "A network cannot have a primary constructor",
        "Network '{0}' has a primary constructor, which CnnGen's own constructor cannot call: declare '{1} : {2}' in the class instead");

    /// <summary><c>{0}: the scale is 0, so every image would look the same; 1 / 255 is 0 in C#, and 1.0 / 255 is not</c></summary>
    public static readonly DiagnosticDescriptor ScaleIsZero = Error(
        DiagnosticIds.ScaleIsZero,
        "Scale is zero",
        "{0}: the scale is 0, so every image would look the same; 1 / 255 is 0 in C#, and 1.0 / 255 is not");

    /// <summary><c>{0}: {1} is {2}, and must be {3}</c></summary>
    public static readonly DiagnosticDescriptor OutOfRange = Error(
        DiagnosticIds.OutOfRange,
        "Number is out of range",
        "{0}: {1} is {2}, and must be {3}");

    /// <summary>
    /// <c>Network '{0}' needs unsafe blocks, which are off: write &lt;AllowUnsafeBlocks&gt;true&lt;/AllowUnsafeBlocks&gt; in the project
    /// file</c>
    /// </summary>
    public static readonly DiagnosticDescriptor UnsafeBlocksOff = Error(
        DiagnosticIds.UnsafeBlocksOff,
        "Unsafe blocks are off",
        "Network '{0}' needs unsafe blocks, which are off: write <AllowUnsafeBlocks>true</AllowUnsafeBlocks> in the project file");

    /// <summary><c>'{0}' in the build property CnnGenInstructionSets is no instruction set: {1} would fit</c></summary>
    public static readonly DiagnosticDescriptor UnknownInstructionSet = Error(
        DiagnosticIds.UnknownInstructionSet,
        "Unknown instruction set",
        "'{0}' in the build property CnnGenInstructionSets is no instruction set: {1} would fit");

    /// <summary>
    /// <c>'{0}' is exported with the prefix '{1}', and so is '{2}': their functions and headers would have the same names; write another,
    /// for example [NativeExport("{3}")]</c>
    /// </summary>
    public static readonly DiagnosticDescriptor ExportPrefixTaken = Error(
        DiagnosticIds.ExportPrefixTaken,
        "Export prefix is taken",
        "'{0}' is exported with the prefix '{1}', and so is '{2}': their functions and headers would have the same names; write another,"
            + " for example [NativeExport(\"{3}\")]");

    /// <summary>Every descriptor.</summary>
    public static EquatableArray<DiagnosticDescriptor> All => Table.All;

    /// <summary>What the generator reports; the analyzer the rest.</summary>
    public static EquatableArray<DiagnosticDescriptor> OfGenerator => Table.OfGenerator;

    public static DiagnosticDescriptor Get(string id) => Table.ById[id];

    /// <summary>Whether a network is one all the same.</summary>
    public static bool IsWarning(string id) => Get(id).DefaultSeverity != DiagnosticSeverity.Error;

    /// <summary>Whether it is shown in editors only.</summary>
    public static bool IsSuggestion(string id) => Get(id).DefaultSeverity == DiagnosticSeverity.Info;

    private static DiagnosticDescriptor Error(string id, string title, string messageFormat) =>
        Create(id, title, messageFormat, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string messageFormat) =>
        Create(id, title, messageFormat, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Suggestion(string id, string title, string messageFormat) =>
        Create(id, title, messageFormat, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Create(string id, string title, string messageFormat, DiagnosticSeverity severity) => new(
        id, title, messageFormat, "CnnGen", severity, isEnabledByDefault: true, helpLinkUri: HelpLinks.Of(id));

    /// <summary>Made when it is first asked for: by then there are the descriptors of all files.</summary>
    private static class Table
    {
        public static readonly EquatableArray<DiagnosticDescriptor> All = new(
        [
            NotPartial, Generic, Static, Record, HasBaseClass, FileLocal, SeveralDeclarations, ExportIsAbstract, MemberClash,
            NoInput, InputRepeated, InputNotFirst, NoLayers, LayerDefaultsRepeated, UnknownLayer, InvalidName, DuplicateName,
            NormalizationNotFirst,
            UnknownLayerName,
            NotPositive, RateOutOfRange, NotFinite, UnknownEnumValue, NoKernelSize, WinogradDoesNotApply, InvalidExportPrefix,
            ArgumentNotTaken, ArgumentMissing, ArgumentTwice,
            WindowTooLarge, NeedsFeatureMap, DenseOfPixels, ChannelsNotDivisible, TooLarge,
            ConstructorWithoutThis, PrimaryConstructor, ScaleIsZero, OutOfRange,
            UnsafeBlocksOff, UnknownInstructionSet, ExportPrefixTaken,
            WeightsNotFound, WeightsUnreadable, TensorMissing, TensorExtra, TensorShape, AnswerMissing,
            UnknownSource, SourceNotAbove, NeverRead, NothingToJoin, ShapesDoNotJoin, OutputTwice,
            NoBlock, BlockOfItself, BlockNeeds, NotInABlock, TooManyLayers,
            StridesWithDilation, GroupsDoNotDivide, FormulaNotRead, NeedsSequence, SettingNotTaken, InitializerNeedsMatrix,
            FormulaWithoutValue, GeneratedConstant, NetworkAndBlock,
            SoftmaxTwice, ActivationTwice, DropoutAtTheEnd, BiasBeforeBatchNormalization, StepsOverWindows, RestOfWindows, UnusedDefault,
            UnusedBlockValue, SoftmaxOfOneValue, WindowOrStrides,
            InternalError,
        ]);

        public static readonly EquatableArray<DiagnosticDescriptor> OfGenerator =
            new([UnknownLayerName, ArgumentNotTaken, ArgumentMissing, InternalError]);

        public static readonly Dictionary<string, DiagnosticDescriptor> ById = All.ToDictionary(descriptor => descriptor.Id);
    }
}
