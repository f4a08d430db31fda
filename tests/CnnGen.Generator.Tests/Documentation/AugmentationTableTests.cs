using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CnnGen.Data;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>The table of augmentations names every one with its constructor and the defaults of its properties.</summary>
public partial class AugmentationTableTests
{
    private static readonly Document Page = new("docs/augmentation.md");

    [Fact]
    public void EveryAugmentationIsListedWithItsConstructor() =>
        Assert.Equal(Types().Select(Signature).Order(), Page.Rows("augmentations").Select(cells => cells[0].Trim('`')).Order());

    [Fact]
    public void PropertiesHaveTheDefaultsOfTheTable()
    {
        var stated = Page.Rows("augmentations").ToDictionary(
            cells => cells[0].Trim('`').Split('(')[0],
            cells => CodePattern().Matches(cells[3]).Select(match => match.Groups["code"].Value).Order());
        Assert.All(Types(), type => Assert.Equal(Defaults(type).Order(), stated[type.Name]));
    }

    private static IEnumerable<Type> Types() =>
        typeof(IAugmentation).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(IAugmentation)) && !type.IsAbstract);

    private static string Signature(Type type) =>
        $"{type.Name}({string.Join(", ", type.GetConstructors().Single().GetParameters().Select(parameter => parameter.HasDefaultValue
            ? $"{parameter.Name} = {Literal(parameter.ParameterType, parameter.DefaultValue)}"
            : parameter.Name))})";

    private static IEnumerable<string> Defaults(Type type)
    {
        var constructor = type.GetConstructors().Single();
        var augmentation = constructor.Invoke([.. constructor.GetParameters().Select(Argument)]);
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => $"{property.Name} = {Literal(property.PropertyType, property.GetValue(augmentation))}");
    }

    private static object? Argument(System.Reflection.ParameterInfo parameter) =>
        parameter.HasDefaultValue ? Enumerated(parameter) : parameter.ParameterType == typeof(int) ? (object)1 : new FactorRange(0, 0);

    private static object? Enumerated(System.Reflection.ParameterInfo parameter) =>
        parameter.ParameterType.IsEnum ? Enum.ToObject(parameter.ParameterType, parameter.DefaultValue!) : parameter.DefaultValue;

    private static string Literal(Type type, object? value) => value switch
    {
        null => "null",
        _ when type.IsEnum => $"{type.Name}.{Enum.ToObject(type, value)}",
        ValueRange range => string.Create(CultureInfo.InvariantCulture, $"({range.Low}, {range.High})"),
        FactorRange range => string.Create(CultureInfo.InvariantCulture, $"({range.Lower}, {range.Upper})"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex CodePattern();
}
