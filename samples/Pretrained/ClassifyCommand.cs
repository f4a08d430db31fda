using System.CommandLine;
using CnnGen.Images;
using CnnGen.Samples.Commands;
using CnnGen.Samples.Reports;

namespace PretrainedSample;

/// <summary><c>PHOTO...</c>: what is in photographs, as a chart beside each.</summary>
internal static class ClassifyCommand
{
    /// <summary>Makes it what the program does without the name of a command.</summary>
    /// <param name="root">The program.</param>
    public static void AddTo(RootCommand root)
    {
        var photos = new Argument<string[]>("PHOTO")
        {
            Description = "Pictures, PNG, JPEG, PGM or PPM, of any size.",
            Arity = ArgumentArity.OneOrMore,
        };
        var weights = new WeightOptions();
        var resize = new Option<string>("--resize")
        {
            HelpName = string.Join("|", Resizes.All.Keys),
            Description = "How pictures are brought to 224 x 224: as Keras' load_img does it (nearest, the default), as tf.image.resize"
                + " (bilinear), or as PyTorch and Pillow (antialias).",
            DefaultValueFactory = _ => Resizes.Default,
        };
        resize.AcceptOnlyFromAmong([.. Resizes.All.Keys]);
        var top = SampleOptions.AtLeastOne("--top", "How many classes to tell of each picture.", _ => 3);
        var json = new Option<bool>("--json") { Description = "Print a JSON line for each picture and nothing else." };
        root.Add(photos);
        root.Add(weights.File);
        root.Add(weights.Mirror);
        root.Add(resize);
        root.Add(top);
        root.Add(json);
        root.SetAction(command => ExitCode.Of(() => Run(
            command.GetValue(photos)!, weights.Find(command, out var why), why, Resizes.All[command.GetValue(resize)!],
            command.GetValue(top), command.GetValue(json))));
    }

    private static int Run(string[] photos, string? weights, string why, Resize resize, int top, bool isJson)
    {
        using var classifier = weights is null ? PictureClassifier.OfClothes(resize) : PictureClassifier.OfPhotographs(weights, resize);
        Say(weights is null
            ? $"MobileNet's weights cannot be had: {why}. Instead a small network of our own looks at the pictures, which knows ten"
                + " kinds of clothes, light on dark, and no photographs. --weights FILE.h5 names a file of weights."
            : $"MobileNet 0.25, 224 x 224, ImageNet: {weights}", isJson);
        var exitCode = ExitCode.Success;
        foreach (var photo in photos)
        {
            // One bad file does not keep the others from being looked at.
            exitCode = Math.Max(exitCode, ExitCode.Of(() =>
            {
                var picture = ImageFile.Read(photo);
                var predictions = classifier.Classify(picture, top);
                if (isJson)
                    PredictionChart.WriteJson(photo, predictions);
                else
                    PredictionChart.Print(photo, picture, predictions);
                return ExitCode.Success;
            }));
        }

        return exitCode;
    }

    private static void Say(string line, bool isJson)
    {
        if (isJson)
            Output.WriteError(line);
        else
            Output.WriteLine(line);
    }
}
