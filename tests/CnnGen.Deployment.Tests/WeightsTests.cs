using CnnGen.Deployment.Tests.Support;
using CnnGen.Formats;
using CnnGen.Generator.Tests.Documentation;

namespace CnnGen.Deployment.Tests;

/// <summary>Weights that come with a program, in a user's project: compared by the build, copied or embedded, and loaded.</summary>
[Collection(FeedCollection.Name)]
public sealed class WeightsTests(PackageFeed feed)
{
    private const string Carried = """
        using CnnGen;

        [Weights("inside.safetensors")]
        [Input(2, 1, 1)]
        [Flatten]
        [Dense(1)]
        public sealed partial class Carried;
        """;

    private const string Program = """
        float[] one = new float[1], ten = new float[10];
        using (var carried = new Carried())
            carried.Predict(new float[] { 1, 10 }, one);
        using (var digits = new Digits())
            digits.Predict(new byte[784], ten);
        System.Console.WriteLine($"carried {one[0]}, digits {System.Array.IndexOf(ten, System.Linq.Enumerable.Max(ten))}");
        """;

    [Fact]
    public void WhatDoesNotFitEndsTheBuildAndWhatFitsIsInTheProgram()
    {
        var page = new Document("docs/deployment.md");
        // The one beside the project file is found by itself.
        var project = new ConsumerProject(feed.NewFolder(feedOnly: true), "Digits", items: ConsumerProject.PackageReference
            + """<CnnGenWeights Include="models/inside.safetensors" Embed="true" />""")
            .Add("Digits.cs", page.Block("deployment-weights")).Add("Carried.cs", Carried).Add("Program.cs", Program);
        Directory.CreateDirectory(Path.Combine(project.Folder, "models"));
        Save("models/inside.safetensors", new("dense/kernel", [2, 1], new float[] { 3, 5 }), new("dense/bias", [1], new float[] { 7 }));
        var bias = new SafetensorsSource("dense/bias", [10], new float[] { 0, 0, 0, 0, 1, 0, 0, 0, 0, 0 });
        Save("digits.safetensors", new("dense/kernel", [100, 10], new float[1000]), bias);

        var output = project.BuildInVain();
        Assert.Contains(page.Block("deployment-weights-error").TrimEnd(), output);
        Assert.DoesNotContain("error CS", output);

        Save("digits.safetensors", new("dense/kernel", [784, 10], new float[7840]), bias);
        Assert.Equal("carried 60, digits 4\n", project.BuildAndRun());
        Assert.Equal(["digits.safetensors"], Directory.EnumerateFiles(Path.Combine(project.Folder, "bin"), "*.safetensors",
            SearchOption.AllDirectories).Select(Path.GetFileName));

        // Where it is taken away, what was built with it is not kept.
        File.Delete(Path.Combine(project.Folder, "digits.safetensors"));
        Assert.Contains("Digits.cs(3,10): error CNN043: Network 'Digits' has its weights in 'digits.safetensors', which is no item"
            + " CnnGenWeights of the project", project.BuildInVain());

        void Save(string name, params SafetensorsSource[] tensors) =>
            SafetensorsFile.Write(Path.Combine(project.Folder, name), tensors);
    }
}
