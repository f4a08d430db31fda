using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Suites;

/// <summary>The instruction sets that the suites run: all that the machine has, best first.</summary>
internal static class InstructionSetList
{
    /// <summary>Best first.</summary>
    public static IEnumerable<InstructionSet> Supported => Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported).Reverse();
}
