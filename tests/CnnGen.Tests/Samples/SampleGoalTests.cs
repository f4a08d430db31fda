using System.Text.Json;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Samples;

/// <summary>What a sample makes small and tells besides, and what it says of names that there are not.</summary>
public sealed class SampleGoalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SampleGoalTests()
    {
        FashionFiles.Write(_folder.Path, "train", 60, seed: 1);
        FashionFiles.Write(_folder.Path, "t10k", 12, seed: 2);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sparse_categorical_crossentropy")]
    [InlineData("categorical_crossentropy")]
    [InlineData("categorical_focal_crossentropy")]
    [InlineData("categorical_hinge")]
    [InlineData("kl_divergence")]
    [InlineData("poisson")]
    [InlineData("cosine_similarity")]
    [InlineData("mean_squared_error")]
    [InlineData("mean_absolute_error")]
    [InlineData("huber")]
    [InlineData("log_cosh")]
    public void TrainsWithAnyLossThatFits(string loss)
    {
        var lines = Lines(Train("--loss", loss, "--json"));
        Assert.Equal(2, lines.Count);
        Assert.All(["loss", "accuracy", "val_loss"], name => Assert.Equal(JsonValueKind.Number, lines[0].GetProperty(name).ValueKind));
    }

    [Fact]
    public void TellsTheMetricsThatAreNamedInTheirOrder()
    {
        const string metrics = "auc, top_k_accuracy,precision,recall,f1_score,mean_io_u,r2_score,huber";
        var lines = Lines(Train("--loss", "Categorical_Crossentropy", "--metrics", metrics, "--json"));
        string[] names =
            ["auc", "top_5_accuracy", "precision", "recall", "f1_score", "mean_io_u", "r2_score", "huber"];
        Assert.Equal(
            ["epoch", "loss", .. names, "val_loss", .. names.Select(name => $"val_{name}"), "seconds"],
            lines[0].EnumerateObject().Select(property => property.Name).Take(2 * names.Length + 4));
        Assert.Equal(
            ["test_loss", .. names.Select(name => $"test_{name}")],
            lines[1].EnumerateObject().Select(property => property.Name).Take(names.Length + 1));
        Assert.Contains(">Auc</text>", File.ReadAllText(_folder["learning-curve.svg"]), StringComparison.Ordinal);

        var evaluated = SampleRun.Start(
            ["evaluate", "--data", _folder.Path, "--model", _folder["model.safetensors"], "--loss", "huber", "--metrics", "accuracy,auc"]);
        Assert.True(evaluated.ExitCode == 0, evaluated.Error);
        Assert.Matches(@"Test set of 12 images: loss \d\.\d{4}, accuracy \d\.\d{4}, auc \d\.\d{4}\r?\n", evaluated.Output);
    }

    [Theory]
    [InlineData("--loss", "categorical_crosentropy", "categorical_crossentropy")]
    [InlineData("--loss", "mse", "mean_squared_error")]
    [InlineData("--metrics", "accuracy,f1", "f1_score")]
    [InlineData("--metrics", "acuracy", "accuracy")]
    [InlineData("--optimizer", "adm", "adam")]
    public void OfANameThatThereIsNotTheOthersAndTheNearestAreTold(string option, string name, string nearest)
    {
        var run = Train(option, name);
        Assert.Equal(1, run.ExitCode);
        var line = Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Matches($"^{option} must be one of .*{nearest}, .*but is '{name.Split(',')[^1]}'. The nearest is {nearest}.$", line.Trim());
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsRefusedBeforeDataAreRead()
    {
        var run = Train("--metrics", "accuracy,auc");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(
            "Error: --metrics auc takes a number for each output (for classes 1 for the right one, else 0), and --loss"
                + " sparse_categorical_crossentropy the class of an image. Leave it out, or take one of these for --loss:"
                + " categorical_crossentropy, ",
            run.Error,
            StringComparison.Ordinal);
        Assert.Empty(run.Output);

        var twice = Train("--metrics", "accuracy,accuracy");
        Assert.Equal((1, "--metrics names one twice: accuracy, accuracy."), (twice.ExitCode, twice.Error.Trim()));
    }

    [Fact]
    public void ATrainingThatIsNotThatOfTheCheckpointIsRefusedInPlainWords()
    {
        string[] checkpoint = ["--checkpoint", _folder["run"]];
        Assert.Equal(0, Train(checkpoint).ExitCode);
        var other = Train([.. checkpoint, "--resume", "--loss", "huber", "--seed", "7"]);
        Assert.Equal(1, other.ExitCode);
        Assert.Matches(
            @"^Error: (?!.*Exception).*checkpoint-000000003\.safetensors is a checkpoint of another training: Seed was 42 and is 7;"
                + @" Loss was SparseCategoricalCrossentropy and is Huber(; (training|validation) images\.targets was \w+ and is \w+){2}\."
                + " Go on with the options and images that it began with",
            other.Error);

        var again = Train(checkpoint);
        Assert.Equal(1, again.ExitCode);
        Assert.StartsWith(
            $"Error: --checkpoint {_folder["run"]} has checkpoints of an earlier training: ", again.Error, StringComparison.Ordinal);
        Assert.Contains("--resume", again.Error, StringComparison.Ordinal);
    }

    private Command Train(params string[] arguments) => SampleRun.Start(
        ["train", "--data", _folder.Path, "--out", _folder["model.safetensors"], "--batch", "20", "--epochs", "1", .. arguments]);

    private static List<JsonElement> Lines(Command run)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. run.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
