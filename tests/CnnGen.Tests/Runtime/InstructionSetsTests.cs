using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Runtime;

public sealed class InstructionSetsTests
{
    [Theory]
    [InlineData(InstructionSet.Avx512, null, InstructionSet.Avx512)]
    [InlineData(InstructionSet.Avx512, "", InstructionSet.Avx512)]
    [InlineData(InstructionSet.Avx512, "avx512", InstructionSet.Avx512)]
    [InlineData(InstructionSet.Avx512, "avx2", InstructionSet.Avx2)]
    [InlineData(InstructionSet.Avx512, "Vector128", InstructionSet.Vector128)]
    [InlineData(InstructionSet.Avx512, " SCALAR ", InstructionSet.Scalar)]
    [InlineData(InstructionSet.Avx2, "avx512", InstructionSet.Avx2)]
    [InlineData(InstructionSet.Vector128, "avx512", InstructionSet.Vector128)]
    [InlineData(InstructionSet.Scalar, "avx2", InstructionSet.Scalar)]
    public void TheVariableCapsTheMachine(InstructionSet machine, string? variable, InstructionSet expected) =>
        Assert.Equal(expected, InstructionSets.Cap(machine, variable));

    [Theory]
    [InlineData("avx")]
    [InlineData("3")]
    [InlineData("avx512,avx2")]
    public void AnUnknownNameIsRefusedWithTheKnownOnes(string variable)
    {
        var error = Assert.Throws<InvalidOperationException>(() => InstructionSets.Cap(InstructionSet.Avx2, variable));
        Assert.All(["CNNGEN_ISA", variable, "avx512", "avx2", "vector128", "scalar"], word => Assert.Contains(word, error.Message));
    }

    [Fact]
    public void ChoosesTheBestEmitted()
    {
        Assert.Equal(InstructionSets.Best, InstructionSets.Choose([.. Enum.GetValues<InstructionSet>().Reverse()]));
        Assert.Equal(InstructionSet.Scalar, InstructionSets.Choose([InstructionSet.Scalar]));
        Assert.Throws<InvalidOperationException>(() => InstructionSets.Choose([]));
    }

    [Fact]
    public void SupportsAllBelowItsBest()
    {
        for (var instructionSet = InstructionSet.Scalar; instructionSet <= InstructionSets.Best; instructionSet++)
            Assert.True(InstructionSets.IsSupported(instructionSet));
    }
}
