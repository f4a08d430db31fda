using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
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
    public void EveryLossIsListedWithItsTargetsAndSettings() => Assert.Equal(
        Each<Loss>().Select(loss => $"{loss.GetType().Name}, {Kind(loss.TargetKind)}: {Listed(Settings(loss))}")
            .Order(StringComparer.Ordinal),
        Page.Rows("losses").Select(cells => $"{cells[0].Trim('`')}, {cells[1]}: {Listed(Codes(cells[2]))}").Order(StringComparer.Ordinal));

    [Fact]
    public void EveryScheduleIsListedWithItsSettings() => Assert.Equal(
        Types<LearningRateSchedule>().Select(type => $"{type.Name}: {Listed(Initialized(type))}").Order(StringComparer.Ordinal),
        Page.Rows("schedules").Select(cells => $"{cells[0].Trim('`')}: {Listed(Codes(cells[1]).Select(NameOf))}")
            .Order(StringComparer.Ordinal));

    [Fact]
    public void EveryCallbackIsListedWithItsSettings() => Assert.Equal(
        typeof(ITrainingCallback).Assembly.GetExportedTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ITrainingCallback)))
            .Select(type => $"{type.Name}: {Listed(SettingsOfCallback(type))}").Order(StringComparer.Ordinal),
        Page.Rows("callbacks").Select(cells => $"{cells[0].Trim('`')}: {Listed(Codes(cells[2]))}").Order(StringComparer.Ordinal));

    /// <summary>The instruments are those that a listener is told of once a training has run.</summary>
    [Fact]
    public void EveryInstrumentIsListed()
    {
        RuntimeHelpers.RunClassConstructor(
            typeof(FitOptions).Assembly.GetType("CnnGen.Training.TrainingTelemetry", throwOnError: true)!.TypeHandle);
        var published = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                var kind = instrument.GetType().Name.Split('`')[0];
                if (instrument.Meter.Name == "CnnGen")
                    published.Add($"{instrument.Name}, {kind}: {instrument.Description}".ToUpperInvariant());
            },
        };
        listener.Start();
        Assert.Equal(
            published.Order(StringComparer.Ordinal),
            Page.Rows("meters").Select(cells => $"{cells[0].Trim('`')}, {cells[1]}: {cells[3]}.".ToUpperInvariant())
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryMetricIsListedWithItsNameAndTargets() => Assert.Equal(
        Each<Metric>().Select(metric => (metric.GetType().Name, metric.Name, Kinds(metric))).Order(),
        Page.Rows("metrics").Select(cells => (cells[0].Trim('`'), cells[1].Trim('`'), cells[2])).Order());

    [Fact]
    public void EveryOptimizerIsListedWithItsSettings()
    {
        Assert.Equal(
            Types<Optimizer>().Select(type => $"{type.Name}: {Listed(Settings(type))}").Order(StringComparer.Ordinal),
            Page.Rows("optimizers").Select(cells => $"{cells[0].Trim('`')}: {Listed(Codes(cells[1]))}").Order(StringComparer.Ordinal));
    }

    /// <summary>One object of each public class of a kind that needs nothing.</summary>
    private static IEnumerable<T> Each<T>() =>
        Types<T>().Where(type => type.GetConstructor(Type.EmptyTypes) is not null).Select(type => (T)Activator.CreateInstance(type)!);

    private static IEnumerable<Type> Types<T>() =>
        typeof(T).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract);

    private static string Listed(IEnumerable<string> settings) => string.Join(", ", settings.Order(StringComparer.Ordinal));

    private static string Kinds(Metric metric) =>
        Enum.GetValues<TargetKind>().All(metric.Takes) ? "both" : Kind(metric.TargetKind);

    private static string Kind(TargetKind kind) => kind == TargetKind.Classes ? "classes" : "floats";

    private static IEnumerable<string> Settings(Type type)
    {
        var constructor = type.GetConstructors().Single();
        var optimizer = constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
        // What all optimizers have is told behind the table, but for what one of them sets.
        return type.GetProperties()
            .Where(property => property.DeclaringType != typeof(Optimizer) || property.Name == nameof(Optimizer.LearningRate)
                || (property.Name == nameof(Optimizer.WeightDecay) && property.GetValue(optimizer) is not null))
            .Select(property => $"{property.Name} = {Literal(property.GetValue(optimizer)!)}");
    }

    private static IEnumerable<string> Settings(Loss loss) => Written(loss);

    private static IEnumerable<string> SettingsOfCallback(Type type)
    {
        var parameters = type.GetConstructors().Single().GetParameters();
        // A file, or a function, has no default.
        return Written(Activator.CreateInstance(type, [.. parameters.Select(parameter => parameter.HasDefaultValue
            ? parameter.DefaultValue
            : parameter.ParameterType == typeof(string) ? "file" : (object)(Func<int, double, double>)((_, rate) => rate))])!);
    }

    private static IEnumerable<string> Written(object value) => value.GetType().GetProperties()
        .Where(property => property.SetMethod is { IsPublic: true })
        .Select(property => $"{property.Name} = {Literal(property.GetValue(value) ?? "none")}");

    /// <summary>The parameters of the constructor, and what is set besides.</summary>
    private static IEnumerable<string> Initialized(Type schedule) =>
    [
        .. schedule.GetConstructors().Single().GetParameters().Select(parameter => parameter.Name!),
        .. schedule.GetProperties().Where(property => property.CanWrite).Select(property => property.Name),
    ];

    private static string NameOf(string setting) => setting.Split(' ')[0];

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
