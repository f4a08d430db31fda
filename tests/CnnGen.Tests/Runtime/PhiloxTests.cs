using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Runtime;

/// <summary>The known answers that the authors of Philox publish (Random123, <c>kat_vectors</c>, philox4x32 with ten rounds).</summary>
public sealed class PhiloxTests
{
    public static TheoryData<InstructionSet> InstructionSets => Lanes.All;

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void GivesTheKnownAnswers(InstructionSet instructionSet)
    {
        Lanes.Run(instructionSet, new Check(
            new PhiloxCounter(0, 0, 0, 0), 0, [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]));
        Lanes.Run(instructionSet, new Check(
            new PhiloxCounter(~0u, ~0u, ~0u, ~0u), ~0ul, [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]));
        Lanes.Run(instructionSet, new Check(
            new PhiloxCounter(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344),
            0x299f31d0_a4093822,
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]));
    }

    private readonly struct Check(PhiloxCounter counter, ulong key, uint[] expected) : ILaneAction
    {
        public unsafe void Run<L, V>()
            where L : ILanes<V>
            where V : unmanaged
        {
            // The block under test in every lane once: lane b holds the counter's first word plus b.
            var words = stackalloc uint[Philox.BlockWords * Lanes512.Count];
            for (var lane = 0; lane < L.Count; lane++)
            {
                Philox.Blocks<L, V>(counter with { Word0 = counter.Word0 - (uint)lane }, key, words);
                Assert.Equal(expected, new ReadOnlySpan<uint>(words + Philox.BlockWords * lane, Philox.BlockWords).ToArray());
            }
        }
    }
}
