using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CnnGen.Training;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>The page on training names every option of <c>Fit</c>, loss, metric and optimizer, with the defaults that they have.</summary>
public partial class TrainingTableTests
{
    private static readonly Document Page = new("docs", "training.md");

    [Fact]
    public void EveryOptionOfFitIsListedWithItsDefault() => Assert.Equal(
        typeof(FitOptions).GetProperties().Select(option => (option.Name, Default: Default(option.GetValue(new FitOptions()))))
            .OrderBy(option => option.Name),
        Page.Rows("fit-options").Select(cells => (Name: cells[0].Trim('`'), Default: cells[1].Trim('`'))).OrderBy(option => option.Name));

    [Fact]
    public void EveryLossIsListedWithItsTargets() => Assert.Equal(
        Each<Loss>().Select(loss => (loss.GetType().Name, Kind(loss.TargetKind))).Order(),
        Page.Rows("losses").Select(cells => (cells[0].Trim('`'), cells[1])).Order());

    [Fact]
    public void EveryMetricIsListedWithItsNameAndTargets() => Assert.Equal(
        Each<Metric>().Select(metric => (metric.GetType().Name, metric.Name, Kind(metric.TargetKind))).Order(),
        Page.Rows("metrics").Select(cells => (cells[0].Trim('`'), cells[1].Trim('`'), cells[2])).Order());

    [Fact]
    public void EveryOptimizerIsListedWithItsSettings()
    {
        var types = typeof(Optimizer).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Optimizer)));
        Assert.Equal(
            types.Select(type => $"{type.Name}: {string.Join(", ", Settings(type).Order(StringComparer.Ordinal))}")
                .Order(StringComparer.Ordinal),
            Page.Rows("optimizers")
                .Select(cells => $"{cells[0].Trim('`')}: {string.Join(", ", Codes(cells[1]).Order(StringComparer.Ordinal))}")
                .Order(StringComparer.Ordinal));
    }

    /// <summary>One object of each public class of a kind.</summary>
    private static IEnumerable<T> Each<T>() => typeof(T).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(T)))
        .Select(type => (T)Activator.CreateInstance(type)!);

    private static string Kind(TargetKind kind) => kind == TargetKind.Classes ? "classes" : "floats";

    private static IEnumerable<string> Settings(Type type)
    {
        var constructor = type.GetConstructors().Single();
        var optimizer = constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
        return type.GetProperties()
            .Where(property => property.DeclaringType == type || property.Name == nameof(Optimizer.LearningRate))
            .Select(property => $"{property.Name} = {Literal(property.GetValue(optimizer)!)}");
    }

    /// <summary>A number or truth value as C# writes it, the name of another value's type, or none.</summary>
    private static string Default(object? value) => value switch
    {
        bool or double or int or ulong => Literal(value),
        Optimizer => value.GetType().Name,
        _ => "none",
    };

    private static string Literal(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        double number => ExponentPattern().Replace(number.ToString(CultureInfo.InvariantCulture), "e$1"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static IEnumerable<string> Codes(string cell) => CodePattern().Matches(cell).Select(match => match.Groups["code"].Value);

    [GeneratedRegex("E(-?)0*")]
    private static partial Regex ExponentPattern();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex CodePattern();
}
