using System.CommandLine;

namespace CnnGen.Samples.Commands;

/// <summary><c>summary</c>: the layers of the network as a table; with <c>--detailed</c>, how each is computed and why.</summary>
internal static class SummaryCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="sample">The sample.</param>
    public static Command Create(TrainingSample sample)
    {
        var detailed = new Option<bool>(
            "--detailed")
        { Description = "Shows how each direction of a layer is computed, and what the planner had to choose from." };
        var command = new Command("summary", "Shows the layers of the network, their shapes and their cost.") { detailed };
        command.SetAction(result => ExitCode.Of(() =>
        {
            using var network = sample.CreateNetwork(seed: 0);
            Console.WriteLine(network.Summary(result.GetValue(detailed)));
            return ExitCode.Success;
        }));
        return command;
    }
}
