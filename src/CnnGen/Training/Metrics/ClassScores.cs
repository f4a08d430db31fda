namespace CnnGen.Training;

/// <summary>
/// Precision, recall and F1 of each class, and their means: the numbers of scikit-learn's <c>classification_report</c> with
/// <c>labels</c> of all classes. What there is nothing to divide by for is 0, as there. Outputs that are no finite numbers find no class:
/// they count for no precision, and as missed for the recall of the class that they are of.
/// </summary>
public sealed class ClassScores
{
    private ClassScores(IReadOnlyList<ClassScore> classes, double accuracy)
    {
        (Classes, Accuracy, Support) = (classes, accuracy, classes.Sum(score => score.Support));
        Macro = Mean(_ => 1);
        Weighted = Mean(score => score.Support);
    }

    /// <summary>The scores, by label.</summary>
    public IReadOnlyList<ClassScore> Classes { get; }

    /// <summary>The share of all images whose class was found.</summary>
    public double Accuracy { get; }

    /// <summary>Images.</summary>
    public long Support { get; }

    /// <summary>The means over the classes; its support is that of all.</summary>
    public ClassScore Macro { get; }

    /// <summary>The means over the classes, each weighed by its support.</summary>
    public ClassScore Weighted { get; }

    /// <summary>The scores of what a matrix has counted.</summary>
    /// <param name="matrix">The counts.</param>
    /// <exception cref="ArgumentException">It has counted nothing yet.</exception>
    public static ClassScores Of(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Classes == 0)
            throw new ArgumentException("The matrix has counted nothing yet: evaluate with it among the metrics.", nameof(matrix));
        var labels = Enumerable.Range(0, matrix.Classes);
        ClassScore[] classes =
        [
            .. labels.Select(label => Score(
                matrix[label, label],
                labels.Sum(other => matrix[other, label]),
                labels.Sum(other => matrix[label, other]) + matrix.NonFinite(label))),
        ];
        return new(classes, Quotient(labels.Sum(label => matrix[label, label]), classes.Sum(score => score.Support)));
    }

    /// <param name="right">How often the class was found where it is.</param>
    /// <param name="found">How often it was found.</param>
    /// <param name="support">How often it is there.</param>
    private static ClassScore Score(long right, long found, long support) =>
        new(Quotient(right, found), Quotient(right, support), Quotient(2 * right, found + support), support);

    private static double Quotient(double dividend, double divisor) => divisor == 0 ? 0 : dividend / divisor;

    private ClassScore Mean(Func<ClassScore, double> weight)
    {
        var weights = Classes.Sum(weight);
        double Of(Func<ClassScore, double> value) => Quotient(Classes.Sum(score => weight(score) * value(score)), weights);
        return new(Of(score => score.Precision), Of(score => score.Recall), Of(score => score.F1), Support);
    }
}
