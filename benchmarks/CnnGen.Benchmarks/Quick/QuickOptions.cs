using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary>Options that are checked while the command line is read.</summary>
internal static class QuickOptions
{
    private const int DefaultSamples = 15;

    /// <summary>The instruction set, or null for the best of the machine.</summary>
    public static Option<InstructionSet?> Isa() => new("--isa")
    {
        HelpName = "NAME",
        Description = $"{Names()}. Default: the best of the machine that {InstructionSets.Variable} allows.",
        CustomParser = ParseIsa,
    };

    /// <summary>Threads.</summary>
    /// <param name="byDefault">How many, where the command line does not say.</param>
    public static Option<int> Threads(int byDefault = 1) => AtLeastOne("--threads", "Threads; every line names them.", byDefault);

    /// <summary>Samples.</summary>
    /// <param name="byDefault">How many, where the command line does not say.</param>
    public static Option<int> Samples(int byDefault = DefaultSamples) =>
        AtLeastOne("--samples", "Samples of each metric, of which the median is told.", byDefault);

    /// <summary>The clock.</summary>
    public static Option<ClockKind> Clock() => new("--clock")
    {
        Description = "wall, or cpu: processor time of the process, for one thread on a machine that runs other programs, too.",
        DefaultValueFactory = _ => ClockKind.Wall,
    };

    private static string Names() => string.Join(", ", Enum.GetValues<InstructionSet>().Reverse().Select(value => value.ToName()));

    private static InstructionSet? ParseIsa(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var candidate in Enum.GetValues<InstructionSet>())
        {
            if (!text.Equals(candidate.ToName(), StringComparison.OrdinalIgnoreCase))
                continue;
            if (!InstructionSets.IsSupported(candidate))
                result.AddError($"--isa {text}: this machine lacks it.");
            return candidate;
        }

        result.AddError($"--isa must be one of {Names()}, but is '{text}'.");
        return null;
    }

    private static Option<int> AtLeastOne(string name, string description, int byDefault) => new(name)
    {
        HelpName = "N",
        Description = description,
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1)
                return value;
            result.AddError($"{name} must be a whole number from 1, but is '{text}'.");
            return 0;
        },
    };
}
