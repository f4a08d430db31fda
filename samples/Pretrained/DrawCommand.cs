using System.CommandLine;
using CnnGen.Samples.Commands;

namespace PretrainedSample;

/// <summary><c>draw</c>: the labelled pictures that ship, again.</summary>
internal static class DrawCommand
{
    private const int Seed = 1;

    /// <summary>The parts, and how many pictures of each class are in them.</summary>
    private static readonly (string Name, int Pictures)[] Parts = [("train", 20), ("test", 25)];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var folder = new Option<DirectoryInfo>("--out") { HelpName = "DIR", Description = "Where the folders go.", Required = true };
        var command = new Command("draw", "Draws the pictures that 'transfer' learns from, the same on every machine.")
        {
            folder,
        };
        command.SetAction(result => ExitCode.Of(() =>
        {
            Run(result.GetRequiredValue(folder).FullName);
            return ExitCode.Success;
        }));
        return command;
    }

    private static void Run(string folder)
    {
        var random = new Random(Seed);
        foreach (var (part, pictures) in Parts)
        {
            foreach (var name in Drawing.Names)
            {
                var place = Directory.CreateDirectory(Path.Combine(folder, part, name)).FullName;
                for (var i = 0; i < pictures; i++)
                    File.WriteAllBytes(Path.Combine(place, $"{i:00}.png"), Drawing.Draw(name, random).ToPng());
            }
        }
    }
}
