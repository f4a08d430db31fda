using CnnGen.Runtime;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Weights to a file and back; files that do not fit change nothing.</summary>
public sealed class SaveLoadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => ZooNetworks.Names;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void LoadGivesTheSavedBits(string name)
    {
        var subject = ZooNetworks.Subject(name);
        string path = _folder[$"{name}.safetensors"];
        var (saved, loaded) = (new float[subject.Predicted.Length], new float[subject.Predicted.Length]);
        using (var network = subject.Create(InstructionSets.Best))
        {
            network.Save(path);
            network.Predict(subject.Images, saved);
        }

        // Saved on one instruction set, loaded on another: the file knows nothing of vector widths.
        using var other = Subject.Construct(subject.Network, seed: 99, InstructionSet.Scalar);
        other.Load(path);
        other.Predict(subject.Images, loaded);

        for (int i = 0; i < subject.Weights.Count; i++)
            Bits.AreEqual(subject.Weights[i], Bits.Values(other.Parameters[i]), other.Parameters[i].Name);
        Bits.AreEqual(saved, loaded, "prediction");
    }

    [Fact]
    public void ForeignFileIsRefusedAndChangesNothing()
    {
        string path = _folder["foreign.safetensors"];
        using (var foreign = ZooNetworks.Subject("NoBias").Create(InstructionSets.Best))
            foreign.Save(path);
        AssertRefused(path);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(-1)]
    [InlineData(-4)]
    public void CutFileIsRefusedAndChangesNothing(int length)
    {
        string path = _folder["cut.safetensors"];
        using (var network = ZooNetworks.Subject("Perceptron").Create(InstructionSets.Best))
            network.Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(length < 0 ? bytes.Length + length : length)]);
        AssertRefused(path);
    }

    [Fact]
    public void DamagedHeaderIsRefusedAndChangesNothing()
    {
        string path = _folder["damaged.safetensors"];
        using (var network = ZooNetworks.Subject("Perceptron").Create(InstructionSets.Best))
            network.Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        bytes.AsSpan(8, 20).Fill((byte)'x');
        File.WriteAllBytes(path, bytes);
        AssertRefused(path);
    }

    private static void AssertRefused(string path)
    {
        using var network = ZooNetworks.Subject("Perceptron").Create(InstructionSets.Best);
        string before = Bits.HashOfWeights(network);
        var exception = Assert.Throws<InvalidDataException>(() => network.Load(path));
        Assert.NotEmpty(exception.Message);
        Assert.Equal(before, Bits.HashOfWeights(network));
    }
}
