using System.Globalization;
using System.Reflection;
using CnnGen.Data;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Checkpoints;

/// <summary>What the parts of a training say of their settings: nothing that can be set is forgotten.</summary>
public sealed class SettingTests
{
    private static readonly Type[] Kinds =
        [typeof(Optimizer), typeof(LearningRateSchedule), typeof(Loss), typeof(Metric), typeof(IAugmentation), typeof(ITrainingCallback)];

    // Callbacks that look on: what they are set to changes nothing that is learned, and a training may go on with others.
    private static readonly Type[] Onlookers = [typeof(CsvLogger), typeof(ModelCheckpoint), typeof(TensorBoard), typeof(TerminateOnNaN)];

    // Its spans cannot be given by reflection.
    private static readonly Type[] Others = [typeof(PiecewiseConstantDecay)];

    private static readonly Dictionary<Type, object> Arguments = new()
    {
        [typeof(double)] = 0.5,
        [typeof(long)] = 10L,
        [typeof(int)] = 2,
        [typeof(FactorRange)] = new FactorRange(0, 0.75),
        [typeof(Loss)] = new MeanSquaredError(),
        [typeof(Func<long, double>)] = (Func<long, double>)(_ => 0.5),
        [typeof(Func<int, double, double>)] = (Func<int, double, double>)((_, rate) => rate),
    };

    // To be tried in turn: the first may be what it is already, or out of its range.
    private static readonly Dictionary<Type, object[]> Values = new()
    {
        [typeof(bool)] = [true, false],
        [typeof(int)] = [7, 1],
        [typeof(long)] = [7L],
        [typeof(double)] = [0.5, 0.25, 3.0, -0.25],
        [typeof(float)] = [0.5f],
        [typeof(string)] = ["other"],
        [typeof(FactorRange)] = [new FactorRange(0.25, 0.5)],
        [typeof(ValueRange)] = [new ValueRange(0, 1)],
        [typeof(LearningRate)] = [(LearningRate)0.25],
        [typeof(LearningRateSchedule)] = [new CosineDecay(0.5, 7)],
        [typeof(Loss)] = [new Huber()],
        [typeof(Func<long, double>)] = [(Func<long, double>)(_ => 0.25)],
    };

    public static TheoryData<Type> Types => [.. typeof(Loss).Assembly.GetExportedTypes()
        .Where(type => !type.IsAbstract && Kinds.Any(kind => kind.IsAssignableFrom(type)))
        .Except([.. Onlookers, .. Others])];

    [Theory]
    [MemberData(nameof(Types))]
    public void EverySettingIsTold(Type type)
    {
        var parameters = Assert.Single(type.GetConstructors()).GetParameters();
        var arguments = parameters.Select(parameter => Argument(parameter)).ToArray();
        var before = SettingList.Describe(Make(arguments));
        Assert.StartsWith(type.Name, before, StringComparison.Ordinal);
        for (var i = 0; i < parameters.Length; i++)
        {
            // A function cannot be read.
            if (type == typeof(LearningRateScheduler))
                continue;
            var changed = (object?[])arguments.Clone();
            changed[i] = OthersOf(parameters[i].ParameterType, arguments[i]).First();
            Assert.True(before != SettingList.Describe(Make(changed)), $"{type.Name} does not tell {parameters[i].Name}");
        }

        foreach (var property in type.GetProperties().Where(property => property.SetMethod?.IsPublic ?? false))
            Assert.True(before != SettingList.Describe(WithOther(property)), $"{type.Name} does not tell {property.Name}");

        object Make(object?[] values) => Activator.CreateInstance(type, values)!;

        object WithOther(PropertyInfo property)
        {
            foreach (var value in OthersOf(property.PropertyType, property.GetValue(Make(arguments))))
            {
                try
                {
                    var part = Make(arguments);
                    property.SetValue(part, value);
                    return part;
                }
                catch (TargetInvocationException e) when (e.InnerException is ArgumentOutOfRangeException)
                {
                    // Out of its range: the next one.
                }
            }

            throw new InvalidOperationException($"No value of {type.Name}.{property.Name} is known that could be tried.");
        }
    }

    /// <summary>Whoever writes a callback that is not an onlooker sees to it that its settings are compared.</summary>
    [Fact]
    public void CallbacksThatChangeWhatIsLearnedAreThoseThatHaveSettings() => Assert.Equal(
        Onlookers.Select(type => type.Name).Order(),
        typeof(Loss).Assembly.GetExportedTypes()
            .Where(type => type.IsClass && typeof(ITrainingCallback).IsAssignableFrom(type) && !typeof(IHasSettings).IsAssignableFrom(type))
            .Select(type => type.Name).Order());

    [Fact]
    public void BoundariesValuesAndOutputsAreTold()
    {
        Assert.Equal(
            "PiecewiseConstantDecay (values[0] 0.1, boundaries[0] 5, values[1] 0.01)",
            SettingList.Describe(new PiecewiseConstantDecay([5], [0.1, 0.01])));
        Assert.Equal(
            "OutputLosses (last MeanSquaredError, last.weight 1, 'mask' Huber, 'mask'.Delta 2, 'mask'.weight 0.5)",
            SettingList.Describe(new OutputLosses(new MeanSquaredError()).With("mask", new Huber { Delta = 2 }, 0.5)));
    }

    [Fact]
    public void TextsAreThoseOfEveryCulture()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal(
                "RandomRotation (FillMode Reflect, FillValue 0.1, Interpolation Bilinear, factor -0.1 to 0.25)",
                SettingList.Describe(new RandomRotation((-0.1, 0.25)) { FillValue = 0.1f }));
            Assert.Equal("Huber (Delta 1.5)", SettingList.Describe(new Huber { Delta = 1.5 }));
            Assert.Equal("MeanSquaredError", SettingList.Describe(new MeanSquaredError()));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static object? Argument(System.Reflection.ParameterInfo parameter) =>
        parameter.HasDefaultValue ? parameter.DefaultValue : Arguments[parameter.ParameterType];

    /// <summary>Values other than one, to be tried in turn.</summary>
    private static IEnumerable<object> OthersOf(Type type, object? value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var all = type.IsEnum ? [.. Enum.GetValues(type).Cast<object>()] : Values[type];
        return all.Where(other => !other.Equals(value));
    }
}
