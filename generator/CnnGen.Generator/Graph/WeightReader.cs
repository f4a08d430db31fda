using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Graph;

/// <summary>Reads what an attribute says of one of its parameters, and reports what does not go together.</summary>
/// <param name="layer">The attribute.</param>
/// <param name="role">What its arguments begin with: <c>Kernel</c>, <c>Bias</c>, <c>Gamma</c> ...</param>
internal sealed class WeightReader(LayerReader layer, string role)
{
    private string Initializer => role + "Initializer";

    private string InitializerValue => role + "InitializerValue";

    private string InitializerMean => role + "InitializerMean";

    private string Constraint => role + "Constraint";

    private string ConstraintValue => role + "ConstraintValue";

    private string ConstraintMinValue => role + "ConstraintMinValue";

    private string ConstraintRate => role + "ConstraintRate";

    private string ConstraintAxes => role + "ConstraintAxes";

    /// <summary>Reads all that is said of a parameter.</summary>
    /// <param name="layer">The attribute.</param>
    /// <param name="role">What its arguments begin with.</param>
    /// <param name="otherwise">What counts where nothing is said.</param>
    /// <param name="rank">How many extents the parameter has; null where that is not known.</param>
    public static WeightSettings Read(LayerReader layer, string role, WeightSettings otherwise, int? rank)
    {
        var reader = new WeightReader(layer, role);
        var initializer = layer.Enum(reader.Initializer, otherwise.Initializer, reader.Initializer) ?? otherwise.Initializer;
        reader.CheckRank(initializer, rank);
        return new(initializer)
        {
            Value = reader.ReadValue(initializer),
            Mean = reader.ReadMean(initializer),
            Regularizer = reader.ReadRegularizer(),
            Constraint = reader.ReadConstraint(rank),
        };
    }

    /// <summary>The same of a parameter that an argument does away with: then nothing is to be said of it.</summary>
    /// <param name="layer">The attribute.</param>
    /// <param name="role">What its arguments begin with.</param>
    /// <param name="otherwise">What counts where nothing is said.</param>
    /// <param name="rank">How many extents the parameter has; null where that is not known.</param>
    /// <param name="isThere">Whether there is such a parameter.</param>
    /// <param name="condition">The argument that says so.</param>
    public static WeightSettings Read(
        LayerReader layer, string role, WeightSettings otherwise, int? rank, bool isThere, string condition)
    {
        if (isThere)
            return Read(layer, role, otherwise, rank);
        string[] settings =
        [
            "Initializer", "InitializerValue", "InitializerMean", "RegularizerL1", "RegularizerL2", "Constraint", "ConstraintValue",
            "ConstraintMinValue", "ConstraintRate",
        ];
        foreach (var argument in settings.Select(setting => role + setting).Where(layer.States))
        {
            layer.Report(
                DiagnosticIds.SettingNotTaken, argument, layer.Description, argument, $"a layer without a {role.ToLowerInvariant()}",
                $"set {condition} = true");
        }

        return otherwise;
    }

    /// <summary>What the outputs of a layer cost; null where that is nothing.</summary>
    /// <param name="layer">The attribute.</param>
    public static RegularizerInfo? ReadActivity(LayerReader layer) => new WeightReader(layer, "Activity").ReadRegularizer();

    private void CheckRank(Initializer initializer, int? rank)
    {
        // Of the defaults, what no bias can have was reported there.
        if (rank is not { } extents
            || (extents == 1 && !layer.States(Initializer))
            || !(initializer == Graph.Initializer.Identity ? extents != 2 : initializer == Graph.Initializer.Orthogonal && extents < 2))
        {
            return;
        }

        layer.Report(
            DiagnosticIds.InitializerNeedsMatrix, Initializer, layer.Description, $"{Initializer} = Initializer.{initializer}",
            initializer == Graph.Initializer.Identity ? "2 extents" : "2 extents or more", LayerReader.Text(extents),
            extents < 2 ? "Zeros" : "Orthogonal");
    }

    private double? ReadValue(Initializer initializer)
    {
        var otherwise = WeightSettings.DefaultValue(initializer);
        if (!layer.States(InitializerValue))
        {
            // The number of the defaults is that of their initializer.
            return layer.States(Initializer) || otherwise is null ? otherwise : layer.DefaultNumber(InitializerValue) ?? otherwise;
        }

        if (otherwise is null)
        {
            ReportNotTaken(InitializerValue, $"Initializer.{initializer}", Initializer, Takers());
            return null;
        }

        return WeightSettings.TakesMean(initializer)
            ? layer.NotNegativeNumber(InitializerValue)
            : layer.Finite(InitializerValue);

        static IEnumerable<Initializer> Takers() => Enum.GetValues(typeof(Initializer)).Cast<Initializer>()
            .Where(initializer => WeightSettings.DefaultValue(initializer) is not null);
    }

    private double ReadMean(Initializer initializer)
    {
        if (!layer.States(InitializerMean))
        {
            // That of the defaults is of their initializer.
            return WeightSettings.TakesMean(initializer) && !layer.States(Initializer) ? layer.DefaultNumber(InitializerMean) ?? 0 : 0;
        }

        if (WeightSettings.TakesMean(initializer))
            return layer.Finite(InitializerMean) ?? 0;
        ReportNotTaken(
            InitializerMean, $"Initializer.{initializer}", Initializer,
            Enum.GetValues(typeof(Initializer)).Cast<Initializer>().Where(WeightSettings.TakesMean));
        return 0;
    }

    private RegularizerInfo? ReadRegularizer()
    {
        var (l1, l2) = (Factor(role + "RegularizerL1"), Factor(role + "RegularizerL2"));
        return (l1, l2) is (0, 0) ? null : new(l1, l2);

        double Factor(string argument) => layer.States(argument)
            ? layer.NotNegativeNumber(argument) ?? 0
            : layer.DefaultNumber(argument) ?? 0;
    }

    private ConstraintInfo? ReadConstraint(int? rank)
    {
        var constraint = layer.Enum(Constraint, Graph.Constraint.None, Constraint) ?? Graph.Constraint.None;
        var largest = ReadNumber(
            ConstraintValue, constraint, WeightSettings.DefaultNorm, number => number is > 0 and <= float.MaxValue, "above 0, and finite");
        var smallest = ReadNumber(
            ConstraintMinValue, constraint, each => OfMinMaxNorm(each, 0), number => number >= 0 && number <= largest,
            $"at least 0, and at most the largest norm, {LayerReader.Text(largest)}");
        var rate = ReadNumber(
            ConstraintRate, constraint, each => OfMinMaxNorm(each, 1), number => number is >= 0 and <= 1, "from 0 to 1");
        // The smaller one of the defaults, the larger one the layer's own.
        if (smallest > largest && !layer.States(ConstraintMinValue))
        {
            layer.Report(
                DiagnosticIds.OutOfRange, ConstraintValue, layer.Description, ConstraintValue, LayerReader.Text(largest),
                $"at least the smallest norm, {LayerReader.Text(smallest)}");
        }

        var axes = ReadAxes(constraint, rank);
        return constraint == Graph.Constraint.None ? null : new(constraint, largest, new(axes))
        {
            MinValue = smallest,
            Rate = constraint == Graph.Constraint.MinMaxNorm ? rate : 1,
        };

        static double? OfMinMaxNorm(Constraint constraint, double number) =>
            constraint == Graph.Constraint.MinMaxNorm ? number : null;
    }

    /// <summary>A number of a constraint; 0 where it takes none.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="constraint">The constraint.</param>
    /// <param name="otherwise">What it is of a constraint when it is left out; null where that takes none.</param>
    /// <param name="isRight">Whether a value makes sense.</param>
    /// <param name="range">Which do, in words.</param>
    private double ReadNumber(
        string argument, Constraint constraint, Func<Constraint, double?> otherwise, Func<double, bool> isRight, string range)
    {
        var leftOut = otherwise(constraint);
        if (!layer.States(argument))
        {
            // The numbers of the defaults are those of their constraint.
            return layer.States(Constraint) || leftOut is null ? leftOut ?? 0 : layer.DefaultNumber(argument) ?? leftOut.Value;
        }

        if (leftOut is not null)
            return layer.InRange(argument, leftOut.Value, isRight, range) ?? leftOut.Value;
        ReportNotTaken(
            argument, $"Constraint.{constraint}", Constraint,
            Enum.GetValues(typeof(Constraint)).Cast<Constraint>().Where(each => otherwise(each) is not null));
        return 0;
    }

    /// <summary>The axes of norms, counted from 0; axis 0 where nothing is said.</summary>
    private List<int> ReadAxes(Constraint constraint, int? rank)
    {
        var axes = new List<int>();
        var own = layer.ListOf(ConstraintAxes).ToList();
        // Those of the defaults are of their constraint; what is wrong with them was said there, but for how many extents a layer has.
        var listed = own.Count > 0 || layer.States(Constraint) || constraint == Graph.Constraint.None
            ? own
            : layer.Defaults.ListOf(ConstraintAxes);
        foreach (var argument in listed)
        {
            if (!HaveNorms(constraint))
            {
                ReportNotTaken(
                    argument.Name, $"Constraint.{constraint}", Constraint,
                    Enum.GetValues(typeof(Constraint)).Cast<Constraint>().Where(HaveNorms));
                break;
            }

            if (argument.Value is not int written)
                continue;
            var axis = written < 0 && rank is { } count ? written + count : written;
            if ((rank is not null && (axis < 0 || axis >= rank)) || axes.Contains(axis))
            {
                layer.Report(
                    DiagnosticIds.OutOfRange, argument.Name, layer.Description, "an axis", LayerReader.Text(written),
                    axes.Contains(axis) ? "another than those listed before it" : $"from {-rank} to {rank - 1}");
            }

            axes.Add(axis);
        }

        return axes.Count == 0 ? [0] : axes;

        static bool HaveNorms(Constraint constraint) => constraint is not (Graph.Constraint.None or Graph.Constraint.NonNeg);
    }

    private void ReportNotTaken<T>(string argument, string chosen, string choice, IEnumerable<T> takers) => layer.Report(
        DiagnosticIds.SettingNotTaken, argument, layer.Description, argument.Split('[')[0], chosen,
        $"set {choice} to {LayerReader.Choice([.. takers.Select(taker => taker!.ToString())])}");
}
