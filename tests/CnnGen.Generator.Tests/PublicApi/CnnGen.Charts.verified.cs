namespace CnnGen.Charts
{
    public static class ClassScoresChart
    {
        public static string ToSvg(string title, CnnGen.Training.ClassScores scores, System.Collections.Generic.IReadOnlyList<string> classNames) { }
    }
    public static class ConfusionMatrixChart
    {
        public static string ToSvg(string title, CnnGen.Training.ConfusionMatrix matrix, System.Collections.Generic.IReadOnlyList<string> classNames) { }
    }
    public sealed class LearningCurve : System.IEquatable<CnnGen.Charts.LearningCurve>
    {
        public LearningCurve(string Name, System.Collections.Generic.IReadOnlyList<double?> Training, System.Collections.Generic.IReadOnlyList<double?> Validation) { }
        public string Name { get; init; }
        public System.Collections.Generic.IReadOnlyList<double?> Training { get; init; }
        public System.Collections.Generic.IReadOnlyList<double?> Validation { get; init; }
    }
    public sealed class LearningCurves
    {
        public System.Collections.Generic.IReadOnlyList<CnnGen.Charts.LearningCurve> Curves { get; }
        public System.Collections.Generic.IReadOnlyList<int> Epochs { get; }
        public string ToSvg(string title) { }
        public static CnnGen.Charts.LearningCurves Of(System.Collections.Generic.IReadOnlyList<CnnGen.Training.EpochResult> epochs) { }
        public static CnnGen.Charts.LearningCurves ReadCsv(string path) { }
    }
}
