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

    private string Constraint => role + "Constraint";

    private string ConstraintValue => role + "ConstraintValue";

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
        string[] settings = ["Initializer", "InitializerValue", "RegularizerL1", "RegularizerL2", "Constraint", "ConstraintValue"];
        foreach (var argument in settings.Select(setting => role + setting).Where(layer.States))
        {
            layer.Report(
                DiagnosticIds.SettingNotTaken, argument, layer.Description, argument, $"a layer without a {role.ToLowerInvariant()}",
                $"set {condition} = true");
        }

        return otherwise;
    }

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

        return initializer is Graph.Initializer.RandomNormal or Graph.Initializer.TruncatedNormal or Graph.Initializer.RandomUniform
            ? layer.NotNegativeNumber(InitializerValue)
            : layer.Finite(InitializerValue);

        static IEnumerable<Initializer> Takers() => Enum.GetValues(typeof(Initializer)).Cast<Initializer>()
            .Where(initializer => WeightSettings.DefaultValue(initializer) is not null);
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
        var constraint = layer.Enum(Constraint, Graph.Constraint.None) ?? Graph.Constraint.None;
        var value = constraint == Graph.Constraint.MaxNorm ? 2.0 : 0;
        if (constraint == Graph.Constraint.MaxNorm)
            value = layer.InRange(ConstraintValue, value, number => number is > 0 and <= float.MaxValue, "above 0, and finite") ?? value;
        else if (layer.States(ConstraintValue))
            ReportNotTaken(ConstraintValue, $"Constraint.{constraint}", Constraint, [Graph.Constraint.MaxNorm]);
        var axes = ReadAxes(constraint, rank);
        return constraint == Graph.Constraint.None ? null : new(constraint, value, new(axes));
    }

    /// <summary>The axes of norms, counted from 0; axis 0 where nothing is said.</summary>
    private List<int> ReadAxes(Constraint constraint, int? rank)
    {
        var axes = new List<int>();
        foreach (var argument in layer.ListOf(ConstraintAxes))
        {
            if (constraint is not (Graph.Constraint.MaxNorm or Graph.Constraint.UnitNorm))
            {
                ReportNotTaken(
                    argument.Name, $"Constraint.{constraint}", Constraint, [Graph.Constraint.MaxNorm, Graph.Constraint.UnitNorm]);
                break;
            }

            if (argument.Value is not int written)
                continue;
            var axis = written < 0 && rank is { } count ? written + count : written;
            if (axis < 0 || axis >= rank || axes.Contains(axis))
            {
                layer.Report(
                    DiagnosticIds.OutOfRange, argument.Name, layer.Description, "an axis", LayerReader.Text(written),
                    axes.Contains(axis) ? "another than those listed before it" : $"from {-rank} to {rank - 1}");
            }

            axes.Add(axis);
        }

        return axes.Count == 0 ? [0] : axes;
    }

    private void ReportNotTaken<T>(string argument, string chosen, string choice, IEnumerable<T> takers) => layer.Report(
        DiagnosticIds.SettingNotTaken, argument, layer.Description, argument.Split('[')[0], chosen,
        $"set {choice} to {LayerReader.Choice([.. takers.Select(taker => taker!.ToString())])}");
}
