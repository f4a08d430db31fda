namespace CnnGen.Import
{
    public sealed class ImportException : System.Exception
    {
        public ImportException(string path, System.Collections.Generic.IReadOnlyList<CnnGen.Import.ImportProblem> problems) { }
        public ImportException(string path, string reason, System.Exception? cause = null) { }
        public System.Collections.Generic.IReadOnlyList<CnnGen.Import.ImportProblem> Problems { get; }
    }
    public sealed class ImportOptions : System.IEquatable<CnnGen.Import.ImportOptions>
    {
        public ImportOptions() { }
        public string? ClassName { get; init; }
        public bool Frozen { get; init; }
        public bool HasBlocks { get; init; }
        public bool HasWeights { get; init; }
        public string? Namespace { get; init; }
        public bool Verify { get; init; }
        public CnnGen.WeightFormat WeightFormat { get; init; }
    }
    public sealed class ImportProblem : System.IEquatable<CnnGen.Import.ImportProblem>
    {
        public ImportProblem(string Place, string Reason) { }
        public string Place { get; init; }
        public string Reason { get; init; }
        public override string ToString() { }
    }
    public sealed class ImportedNetwork
    {
        public string ClassName { get; }
        public int LayerCount { get; }
        public System.Collections.Generic.IDictionary<string, string> Metadata { get; }
        public System.Collections.Generic.IReadOnlyList<string> Notes { get; }
        public string Source { get; }
        public long WeightCount { get; }
        [System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "Name",
                "Shape"})]
        public System.Collections.Generic.IEnumerable<System.ValueTuple<string, System.Collections.Generic.IReadOnlyList<int>>> Weights { get; }
        [return: System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "Source",
                "Weights"})]
        public System.ValueTuple<string, string> Save(string folder, bool overwrite = false) { }
        public void SaveWeights(System.IO.Stream stream) { }
        public void SaveWeights(string path) { }
    }
    public static class NetworkImport
    {
        public static CnnGen.Import.ImportedNetwork Read(string path, CnnGen.Import.ImportOptions? options = null) { }
    }
    public static class NetworkWeights
    {
        public static System.Collections.Generic.IReadOnlyList<CnnGen.Import.ImportProblem> LoadKeras(this CnnGen.INetwork network, string path, bool skipMismatch = false) { }
        public static System.Collections.Generic.IReadOnlyList<CnnGen.Import.ImportProblem> LoadKeras(this CnnGen.INetwork network, System.IO.Stream stream, bool skipMismatch = false, string source = "the stream") { }
        public static void LoadPyTorch(this CnnGen.INetwork network, string path) { }
        public static void SaveKeras(this CnnGen.INetwork network, string path) { }
    }
}
