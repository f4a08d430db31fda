using CnnGen.Training;

namespace CnnGen.Samples.Reports;

/// <summary>Which class is taken for which, and the first test images.</summary>
/// <param name="data">The data.</param>
internal sealed class ClassificationReport(SampleData data) : TestReport
{
    private readonly ConfusionMatrix _matrix = new();

    public override IReadOnlyList<Metric> Metrics => [_matrix];

    public override void Print(INetwork network, bool hasPictures)
    {
        Console.WriteLine();
        Console.Write(ConfusionTable.Of(_matrix, data.ClassNames));
        if (!hasPictures)
            return;
        Console.WriteLine();
        TestPictures.Print(network, data.Test, data.ClassNames);
    }
}
