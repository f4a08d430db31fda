using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>
/// The table of layers names every attribute with its constructors, its Keras name and the defaults that the generator takes.
/// </summary>
public partial class LayerTableTests
{
    /// <summary>Values for constructor parameters that fit a network of 12 x 12 x 6.</summary>
    private static readonly Dictionary<string, string> Values = new()
    {
        ["filters"] = "5",
        ["kernelSize"] = "3",
        ["kernelHeight"] = "2",
        ["kernelWidth"] = "3",
        ["poolSize"] = "3",
        ["poolHeight"] = "2",
        ["poolWidth"] = "3",
        ["units"] = "864",
        ["height"] = "3",
        ["width"] = "2",
        ["length"] = "12",
        ["padding"] = "1",
        ["channels"] = "144",
        ["top"] = "1",
        ["bottom"] = "2",
        ["left"] = "0",
        ["right"] = "3",
        ["cropping"] = "1",
        ["first"] = "3",
        ["second"] = "1",
        ["third"] = "2",
        ["blockSize"] = "1",
        ["rate"] = "0.25",
        ["stddev"] = "0.25",
        ["scale"] = "0.5",
        ["function"] = "Activation.Tanh",
        ["activation"] = "Activation.Relu",
        ["other"] = "\"input\"",
        ["others"] = "\"input\"",
    };

    private static readonly Document Page = new("docs/layers.md");

    public static TheoryData<string> Kinds => new(AttributeTypes().Select(KindOf));

    /// <summary>What stands behind an input, which has no defaults itself; a block's are those of its layers.</summary>
    public static TheoryData<string> KindsOfLayers => new(AttributeTypes().Select(KindOf).Where(kind => kind is not ("Input" or "Block")));

    [Fact]
    public void EveryAttributeIsListed() =>
        Assert.Equal(AttributeTypes().Select(KindOf).Order(), Page.Rows("layers").Select(cells => Row.Of(cells).Kind).Order());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ConstructorsAndPropertiesAreReal(string kind)
    {
        var type = AttributeTypes().Single(type => KindOf(type) == kind);
        var row = RowOf(kind);
        Assert.Equal(type.GetConstructors().Select(Signature).Order(), row.Constructors.Order());
        Assert.Equal(Settable(type).Order(), row.Defaults.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheKerasNameIsTheOneThatNamesLayers(string kind)
    {
        var keras = RowOf(kind).Keras;
        if (kind is "DepthMaxPool" or "LogSoftmax" or "DepthToSpace" or "SpaceToDepth" or "Block")
            Assert.Equal("", keras);
        else
            Assert.Equal(LayerRule.Table[kind].KerasName, SnakeCase(keras));
    }

    [Fact]
    public void EveryLayerAlsoHasItsKerasName()
    {
        var names = Attributes().Select(KindOf).ToList();
        Assert.All(Page.Rows("layers").Select(Row.Of).Where(row => row.Keras.Length > 0), row => Assert.Contains(row.Keras, names));
        // What another name takes is what the layer takes, to the parameters' names and defaults.
        foreach (var other in Attributes().Except(AttributeTypes()))
        {
            Assert.Equal(other.BaseType!.GetConstructors().Select(Parameters).Order(), other.GetConstructors().Select(Parameters).Order());
            Assert.Equal(KindOf(other), RowOf(KindOf(other.BaseType!)).Keras);
            Assert.Empty(other.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));
        }

        static string Parameters(ConstructorInfo constructor) => Signature(constructor)[KindOf(constructor.DeclaringType!).Length..];
    }

    [Theory]
    [MemberData(nameof(KindsOfLayers))]
    public void WhatIsLeftOutHasTheDefaultOfTheTable(string kind)
    {
        var row = RowOf(kind);
        foreach (var constructor in row.Constructors)
        {
            var parameters = constructor[(kind.Length + 1)..^1]
                .Split(", ", StringSplitOptions.RemoveEmptyEntries)
                .Select(parameter => parameter.Split(" = "))
                .ToList();
            var required = parameters.Where(parameter => parameter.Length == 1).Select(parameter => Values[parameter[0]]).ToList();
            var optional = parameters.Where(parameter => parameter.Length == 2).Select(parameter => parameter[1]);
            var arguments = parameters.ToDictionary(
                parameter => parameter[0], parameter => parameter.Length == 2 ? parameter[1] : Values[parameter[0]]);
            var stated = row.Defaults
                .Where(entry => !parameters.Any(parameter => parameter[0].Equals(entry.Key, StringComparison.OrdinalIgnoreCase)))
                .Select(entry => (entry.Key, Value: row.Resolve(entry.Value, arguments)))
                .Where(entry => entry.Value is not null)
                .Select(entry => $"{entry.Key} = {entry.Value}");
            Assert.Equal(Build(kind, required.Concat(optional).Concat(stated)), Build(kind, required));
        }
    }

    [Fact]
    public void EveryParameterOfWhichSomethingCanBeSaidIsListedWithItsLayersAndStart()
    {
        var rows = Page.Rows("weights").Select(cells => (Role: cells[0].Trim('`'), Layers: Names(cells[1]), Start: cells[2].Trim('`'),
            Axes: cells[3].Trim('`'))).ToList();
        var bases = AttributeTypes().SelectMany(type => WeightSettingsOf(type).Select(property => (Kind: KindOf(type), property.Name)))
            .ToLookup(setting => setting.Name, setting => setting.Kind);
        Assert.Equal(rows.Select(row => row.Role + "Initializer").Order(), bases.Select(setting => setting.Key)
            .Where(name => name.EndsWith("Initializer", StringComparison.Ordinal)).Order());
        // Those of one parameter are those of all others, but for axes.
        var settings = Page.Rows("weight-settings").Select(cells => cells[0].Trim('`')["Kernel".Length..]).ToList();
        Assert.Equal(
            rows.SelectMany(row => settings.Select(setting => row.Role + setting)
                .Where(name => !name.EndsWith("Axes", StringComparison.Ordinal) || name == row.Axes)).Order(),
            bases.Select(setting => setting.Key).Order());
        foreach (var (role, layers, start, _) in rows)
        {
            Assert.All(bases.Where(setting => setting.Key.StartsWith(role, StringComparison.Ordinal)), setting =>
                Assert.Equal(layers.Order(), setting.Order()));
            foreach (var kind in layers)
            {
                var required = kind.Contains("Conv") && !kind.StartsWith("Depthwise", StringComparison.Ordinal) ? ["5"]
                    : kind == "Dense" ? (string[])["5"] : [];
                Assert.Equal(Build(kind, [.. required, $"{role}Initializer = {start}"]), Build(kind, required));
                Assert.NotEqual(Build(kind, [.. required, $"{role}Initializer = Initializer.RandomNormal"]), Build(kind, required));
                Assert.NotEqual(Build(kind, [.. required, $"{role}RegularizerL2 = 1"]), Build(kind, required));
                Assert.NotEqual(Build(kind, [.. required, $"{role}Constraint = Constraint.NonNeg"]), Build(kind, required));
            }
        }
    }

    [Fact]
    public void EveryLayerWhoseOutputsMayCostSomethingIsListed()
    {
        var settings = AttributeTypes()
            .SelectMany(type => SharedSettingsOf(type).Where(IsOfActivity).Select(setting => (Kind: KindOf(type), setting.Name)))
            .ToLookup(setting => setting.Name, setting => setting.Kind);
        var rows = Page.Rows("activities").ToDictionary(cells => cells[0].Trim('`'), cells => Names(cells[1]));
        Assert.Equal(rows.Keys.Order(), settings.Select(setting => setting.Key).Order());
        foreach (var setting in settings)
        {
            Assert.Equal(rows[setting.Key].Order(), setting.Order());
            foreach (var kind in setting)
            {
                var required = kind.StartsWith("DepthwiseConv", StringComparison.Ordinal) ? (string[])[] : ["5"];
                Assert.NotEqual(Build(kind, [.. required, $"{setting.Key} = 0.5"]), Build(kind, required));
            }
        }
    }

    [Fact]
    public void EveryInitializerIsListedWithItsNumber() => Assert.Equal(
        Enum.GetValues<Generator.Graph.Initializer>().Select(initializer => (
            Name: $"{initializer}", Number: WeightSettings.DefaultValue(initializer)?.ToString(CultureInfo.InvariantCulture) ?? "")),
        Page.Rows("initializers").Select(cells => (Name: cells[0].Trim('`'), Number: cells[1].Split(' ')[^1])));

    [Fact]
    public void EveryConstraintIsListed() =>
        Assert.Equal(Enum.GetNames<Constraint>(), Page.Rows("constraints").Select(cells => cells[0].Trim('`')));

    [Fact]
    public void AWrongDefaultWouldBeSeen() => Assert.NotEqual(Build("Conv2D", ["5", "3"]), Build("Conv2D", ["5", "3", "Strides = 2"]));

    [Fact]
    public void TheDefaultsForLayersAreListed() =>
        Assert.Equal(
            Settable(typeof(LayerDefaultsAttribute)).Order(),
            Page.Rows("layer-defaults").Select(cells => cells[0].Trim('`')).Order());

    private static Row RowOf(string kind) => Page.Rows("layers").Select(Row.Of).Single(row => row.Kind == kind);

    // Keras' other names derive from the layers they name.
    private static IEnumerable<Type> AttributeTypes() => Attributes().Where(type => type.BaseType!.IsAbstract);

    private static IEnumerable<Type> Attributes() =>
        typeof(LayerAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract);

    /// <summary>What can be said of its parameters: the layers that have them share it.</summary>
    private static IEnumerable<PropertyInfo> WeightSettingsOf(Type type) => SharedSettingsOf(type).Where(setting => !IsOfActivity(setting));

    private static IEnumerable<PropertyInfo> SharedSettingsOf(Type type) =>
        type.GetProperties().Where(property => property.DeclaringType!.IsAbstract
            && property.DeclaringType.IsSubclassOf(typeof(LayerAttribute)));

    private static bool IsOfActivity(PropertyInfo setting) => setting.Name.StartsWith("Activity", StringComparison.Ordinal);

    private static List<string> Names(string cell) => [.. cell.Split(", ").Select(name => name.Trim('`'))];

    private static string KindOf(Type type) => type.Name[..^"Attribute".Length];

    private static string Signature(ConstructorInfo constructor) =>
        $"{KindOf(constructor.DeclaringType!)}({string.Join(", ", constructor.GetParameters().Select(Signature))})";

    private static string Signature(System.Reflection.ParameterInfo parameter) =>
        parameter.HasDefaultValue ? $"{parameter.Name} = {Literal(parameter.ParameterType, parameter.DefaultValue!)}" : parameter.Name!;

    private static string Literal(Type type, object value) =>
        type.IsEnum ? $"{type.Name}.{Enum.ToObject(type, value)}" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static IEnumerable<string> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(property => property.Name);

    // Keras' own rule for the names of layers.
    private static string SnakeCase(string name) =>
        LowerUpperPattern().Replace(WordPattern().Replace(name, "$1_$2"), "$1_$2").ToLowerInvariant();

    /// <summary>The layer as the generator reads it from source.</summary>
    private static Layer Build(string kind, IEnumerable<string> arguments)
    {
        var before = kind switch { "Dense" => "[Flatten] ", "GroupNormalization" => "[Conv2D(32, 1)] ", _ => "" };
        var layer = $"{kind}({string.Join(", ", arguments)})";
        var input = kind.EndsWith("1D", StringComparison.Ordinal) ? "12, 6" : "12, 12, 6";
        var compilation = Compiler.Create($"[Input({input})] [LayerDefaults(KernelSize = 3)] {before}[{layer}] partial class Net;");
        Assert.Empty(Compiler.Complaints(compilation));
        var declaration = NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration;
        var (network, errors) = NetworkBuilder.Build(declaration);
        Assert.DoesNotContain(errors, error => !error.IsWarning);
        return network!.Output;
    }

    [GeneratedRegex("(.)([A-Z][a-z]+)")]
    private static partial Regex WordPattern();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex LowerUpperPattern();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex CodePattern();

    private sealed record Row(string Kind, IReadOnlyList<string> Constructors, string Keras, IReadOnlyDictionary<string, string> Defaults)
    {
        public static Row Of(string[] cells)
        {
            var constructors = Codes(cells[0]).Select(code => code.EndsWith(')') ? code : code + "()").ToList();
            // What a block is not given has no default.
            var defaults = Codes(cells[3]).Select(code => code.Split(" = "))
                .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "");
            return new(constructors[0].Split('(')[0], constructors, string.Concat(Codes(cells[1])), defaults);
        }

        /// <summary>A default as C#: that of another property, a constructor's parameter (null without it), or a value.</summary>
        public string? Resolve(string value, IReadOnlyDictionary<string, string> arguments) =>
            Defaults.TryGetValue(value, out var other) ? Resolve(other, arguments)
            : arguments.TryGetValue(value, out var argument) ? argument
            : Values.ContainsKey(value) ? null
            : value;

        private static IEnumerable<string> Codes(string cell) => CodePattern().Matches(cell).Select(match => match.Groups["code"].Value);
    }
}
