using System.CommandLine;

namespace FashionSample.Commands;

/// <summary><c>summary</c>: the layers of the network as a table.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var command = new Command("summary", "Shows the layers of the network, their shapes and their cost.");
        command.SetAction(_ => ExitCode.Of(() =>
        {
            using var network = new FashionCnn();
            Console.WriteLine(network.Summary());
            return ExitCode.Success;
        }));
        return command;
    }
}
