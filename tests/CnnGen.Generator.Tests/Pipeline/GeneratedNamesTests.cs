namespace CnnGen.Generator.Tests.Pipeline;

/// <summary>Names of generated classes and files: different for different networks, and the same whatever else there is.</summary>
public class GeneratedNamesTests
{
    [Fact]
    public void DifferentNetworksHaveDifferentKernelClasses()
    {
        // Everything of up to three parts that underscores, dots and the names of instruction sets could be mistaken in.
        string[] parts = ["A", "B", "_", "__", "A_", "_B", "A_B", "_0", "A_0", "_0B", "Scalar", "_Scalar", "A_Scalar"];
        var names =
            parts.Concat(parts.SelectMany(a => parts.SelectMany(b => parts.Select(c => $"{a}.{b}.{c}").Prepend($"{a}.{b}")))).ToList();
        var classes = names.SelectMany(name => new[] { "Scalar", "Avx2" }.Select(isa => GeneratedNames.KernelClass(name, isa))).ToList();
        Assert.Equal(classes.Count, classes.Distinct().Count());
    }

    [Theory]
    [InlineData("A.Digits", "Avx512", "A_Digits_Avx512")]
    [InlineData("A.B_.C", "Scalar", "A_B_0_C_Scalar")]
    [InlineData("A.B._C", "Scalar", "A_B__0C_Scalar")]
    public void KernelClassesShowTheNetwork(string network, string isa, string expected) =>
        Assert.Equal(expected, GeneratedNames.KernelClass(network, isa));

    [Theory]
    [InlineData("Net", false, "Net")]
    [InlineData("A.Größe", false, "A.Größe")]
    [InlineData("数._1", false, "数._1")]
    [InlineData("A.Net", true, "A.Net-00d5ddf11b215c69")]
    [InlineData("A.net", true, "A.net-eaccbdf07d685009")]
    // A letter and a combining mark, which some file systems take for the one letter; a letter that is a number.
    [InlineData("Gro\u0308ße", false, "Gro-ße-a3a0cf1e649c16e6")]
    [InlineData("Ⅷ", false, "--562e511b884078a5")]
    public void FilesShowTheNetworkAndAMarkWhereThatIsNotEnough(string network, bool isCrowded, string expected) =>
        Assert.Equal(expected, GeneratedNames.File(network, isCrowded));

    [Fact]
    public void LongNamesAreCutAndStayDifferent()
    {
        var (first, second) =
            (GeneratedNames.File(new string('A', 300) + "B", false), GeneratedNames.File(new string('A', 300) + "C", false));
        Assert.NotEqual(first, second);
        Assert.Equal(117, first.Length);
    }

    [Fact]
    public void NamesAreCrowdedThatDifferInCaseOrGoOnAfterAnother()
    {
        string[] names = ["Net", "A.Net", "A.net", "net.Scalar", "Net2", "B.Net", "b.NET.Inner.Native", "A.Network"];
        string[] expected = ["A.Net", "A.net", "b.NET.Inner.Native", "net.Scalar"];
        Assert.Equal(expected, GeneratedNames.Crowded(names));
        Assert.Equal(expected, GeneratedNames.Crowded([.. names.Reverse()]));
    }
}
