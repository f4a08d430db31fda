using CnnGen.Samples.Reports;

namespace CnnGen.Samples.Commands;

/// <summary>Loads the data, showing a download where there is one, and says where it came from.</summary>
internal static class DataSource
{
    /// <summary>Loads training and test images.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="folder">The folder the user named, or null.</param>
    /// <param name="isJson">Whether the standard output is for JSON only.</param>
    public static SampleData Load(TrainingSample sample, string? folder, bool isJson)
    {
        var data = Downloads.Show(progress => sample.LoadData(folder, progress), isJson);
        var message = $"{data.Name}: {data.Source}";
        if (isJson)
            Output.WriteError(message);
        else
            Output.WriteLine(message);
        return data;
    }
}
