namespace CnnGen.Generator.Diagnostics;

/// <summary>The ids of all errors. An id is never reused; <see cref="DiagnosticDescriptors"/> holds their texts.</summary>
/// <remarks>
/// 00x: the class. 01x: the list of layers. 02x: an argument by itself. 03x: shapes, and from 036 on more of the class and of arguments.
/// 04x: the project, and its files with weights. 05x and 06x: who reads whom, and blocks. 090: the generator's own fault.
/// </remarks>
internal static class DiagnosticIds
{
    public const string NotPartial = "CNN001";
    public const string Generic = "CNN002";
    public const string Static = "CNN003";
    public const string Record = "CNN004";
    public const string HasBaseClass = "CNN005";
    public const string FileLocal = "CNN006";
    public const string SeveralDeclarations = "CNN007";
    public const string ExportIsAbstract = "CNN008";
    public const string MemberClash = "CNN009";

    public const string NoInput = "CNN010";
    public const string InputRepeated = "CNN011";
    public const string InputNotFirst = "CNN012";
    public const string NoLayers = "CNN013";
    public const string LayerDefaultsRepeated = "CNN014";
    public const string UnknownLayer = "CNN015";
    public const string InvalidName = "CNN016";
    public const string DuplicateName = "CNN017";
    public const string NormalizationNotFirst = "CNN018";
    public const string UnknownLayerName = "CNN019";

    public const string NotPositive = "CNN020";
    public const string RateOutOfRange = "CNN021";
    public const string NotFinite = "CNN022";
    public const string UnknownEnumValue = "CNN023";
    public const string NoKernelSize = "CNN024";
    public const string WinogradDoesNotApply = "CNN025";
    public const string InvalidExportPrefix = "CNN026";
    public const string ArgumentNotTaken = "CNN027";
    public const string ArgumentMissing = "CNN028";
    public const string ArgumentTwice = "CNN029";

    public const string WindowTooLarge = "CNN030";
    public const string NeedsFeatureMap = "CNN031";
    public const string DenseOfPixels = "CNN032";
    public const string ChannelsNotDivisible = "CNN034";
    public const string TooLarge = "CNN035";
    public const string ConstructorWithoutThis = "CNN036";
    public const string PrimaryConstructor = "CNN037";
    public const string ScaleIsZero = "CNN038";
    public const string OutOfRange = "CNN039";

    public const string UnsafeBlocksOff = "CNN040";
    public const string UnknownInstructionSet = "CNN041";
    public const string ExportPrefixTaken = "CNN042";
    public const string WeightsNotFound = "CNN043";
    public const string WeightsUnreadable = "CNN044";
    public const string TensorMissing = "CNN045";
    public const string TensorExtra = "CNN046";
    public const string TensorShape = "CNN047";
    public const string AnswerMissing = "CNN048";

    public const string UnknownSource = "CNN050";
    public const string SourceNotAbove = "CNN051";
    public const string NeverRead = "CNN052";
    public const string NothingToJoin = "CNN053";
    public const string ShapesDoNotJoin = "CNN054";
    public const string OutputTwice = "CNN055";
    public const string NoBlock = "CNN056";
    public const string BlockOfItself = "CNN057";
    public const string BlockNeeds = "CNN058";
    public const string NotInABlock = "CNN059";
    public const string TooManyLayers = "CNN060";
    public const string StridesWithDilation = "CNN061";
    public const string GroupsDoNotDivide = "CNN062";
    public const string FormulaNotRead = "CNN063";
    public const string NeedsSequence = "CNN064";
    public const string SettingNotTaken = "CNN065";
    public const string InitializerNeedsMatrix = "CNN066";
    public const string FormulaWithoutValue = "CNN067";
    public const string GeneratedConstant = "CNN068";
    public const string NetworkAndBlock = "CNN069";

    public const string SoftmaxTwice = "CNN070";
    public const string ActivationTwice = "CNN071";
    public const string DropoutAtTheEnd = "CNN072";
    public const string BiasBeforeBatchNormalization = "CNN073";
    public const string StepsOverWindows = "CNN074";
    public const string RestOfWindows = "CNN075";
    public const string UnusedDefault = "CNN076";
    public const string UnusedBlockValue = "CNN077";
    public const string SoftmaxOfOneValue = "CNN078";
    public const string WindowOrStrides = "CNN079";

    public const string InternalError = "CNN090";
}
