using System.Reflection;
using CnnGen.Formats;
using CnnGen.Generator.Analysis;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Networks with <c>[Weights]</c>: what the build copies or embeds is what a new network has.</summary>
public partial class ShippedWeightsTests
{
    private static string Shipped => Path.Join(AppContext.BaseDirectory, "shipped.safetensors");

    private static string Lost => Path.Join(AppContext.BaseDirectory, "lost.safetensors");

    [Fact]
    public void ANewNetworkHasTheWeightsOfItsFileWhateverTheSeed()
    {
        using var bare = new BareNet();
        bare.Load(Shipped);
        using var shipped = new ShippedNet();
        using var seeded = new ShippedNet(seed: 5);
        using var carried = new CarriedNet();
        Assert.All([shipped, seeded, (INetwork)carried], net => Assert.Equal(Bits.Values(bare), Bits.Values(net)));
        Assert.Equal(47, Bits.Values(bare).Length);
        Assert.False(File.Exists(Path.Join(AppContext.BaseDirectory, "carried.safetensors")));
    }

    [Fact]
    public void ItIsTrainedFurtherAndNothingReachesTheFile()
    {
        var before = File.ReadAllBytes(Shipped);
        using var net = new ShippedNet();
        var start = Bits.Values(net);
        net.TrainBatch(new float[ShippedNet.InputSize], [1], new Sgd { LearningRate = 0.1 });
        Assert.NotEqual(start, Bits.Values(net));
        using var another = new ShippedNet();
        Assert.Equal(start, Bits.Values(another));
        Assert.Equal(before, File.ReadAllBytes(Shipped));
    }

    [Fact]
    public void AFileThatIsNotThereIsNamedWithWhatToDo()
    {
        File.Delete(Lost);
        var error = Assert.Throws<FileNotFoundException>(() => new LostNet());
        Assert.Equal(
            $"LostNet has its weights in 'lost.safetensors', which the build puts beside the program, but there is no {Lost}. Ship that"
                + " file with the program, or make it a part of the assembly, by Embed=\"true\" on the item CnnGenWeights of the project.",
            error.Message);
        Assert.Equal(Lost, error.FileName);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(200)]
    [InlineData(-1)]
    public void AFileThatWasCutIsNamed(int length)
    {
        File.WriteAllBytes(Lost, File.ReadAllBytes(Shipped)[..(length < 0 ? ^1 : length)]);
        Assert.Contains($"{Lost}", Assert.Throws<InvalidDataException>(() => new LostNet()).Message);
    }

    [Fact]
    public void AFileThatWasExchangedIsToldEveryDifference()
    {
        SafetensorsFile.Write(Lost, [new("conv2d/kernel", [3, 3, 1, 2], new float[18]), new("conv2d/bias", [3], new float[3])]);
        var message = Assert.Throws<InvalidDataException>(() => new LostNet()).Message;
        Assert.StartsWith($"Expected the weights of LostNet in '{Lost}', but:", message);
        Assert.Contains("'conv2d/bias' has the shape (3), but (2) is needed", message);
        Assert.Contains("'dense/kernel' (8, 3) is missing", message);

        SafetensorsFile.Write(Lost, [new("features.0.weight", [2], new float[2])]);
        Assert.StartsWith($"Expected the weights of LostNet in '{Lost}', but it has none of them, and is of another network:",
            Assert.Throws<InvalidDataException>(() => new LostNet()).Message);
    }

    /// <summary>A file with the network's answer is verified; without one, and with another, it is not taken.</summary>
    [Fact]
    public void AVerifiedFileHasTheNetworksAnswer()
    {
        using var bare = new BareNet(seed: 3);
        bare.Save(Lost, withAnswer: true);
        using (var verified = new VerifiedNet())
            Assert.Equal(Bits.Values(bare), Bits.Values(verified));
        var file = SafetensorsFile.Read(Lost);
        SafetensorsFile.Write(Lost, file.Tensors.Select(tensor => new SafetensorsSource(
            tensor.Name, tensor.Shape, tensor.Name == "dense/bias" ? [0, 0, 1] : tensor.Floats.ToArray())), file.Metadata);
        Assert.Contains("VerifiedNet answers otherwise", Assert.Throws<InvalidDataException>(() => new VerifiedNet()).Message);
        bare.Save(Lost);
        Assert.Contains("holds no answer", Assert.Throws<InvalidDataException>(() => new VerifiedNet()).Message);
    }

    /// <summary>The build passes over what a network passes over, and takes the types that a network takes.</summary>
    [Fact]
    public void TheBuildComparesAsTheNetworkDoes()
    {
        Assert.False(new StoredTensor($"{WeightFile.OtherPrefix}step", "()", "I64").IsWeight);
        Assert.True(new StoredTensor("dense/kernel", "(8, 3)", "F32").IsWeight);
        Assert.Equal(FloatValues.Types, StoredTensor.Types);
        Assert.All(
            (string[])["F64", "F32", "F16", "BF16", "I64", "F8_E4M3"],
            type => Assert.Equal(FloatValues.SizeOf(type) > 0, new StoredTensor("", "()", type).IsRead));
    }

    [Weights("shipped.safetensors")]
    [Input(4, 4, 1)]
    [Conv2D(2, 3)]
    [Flatten]
    [Dense(3, Activation.Softmax)]
    internal sealed partial class ShippedNet;

    [Weights("carried.safetensors")]
    [Input(4, 4, 1)]
    [Conv2D(2, 3)]
    [Flatten]
    [Dense(3, Activation.Softmax)]
    internal sealed partial class CarriedNet
    {
        /// <summary>A member that hides the base's is none of the generated constructor's concern.</summary>
        public static new void LoadEmbeddedWeights(string name, Assembly assembly, bool verify = false) =>
            throw new NotSupportedException($"{name} {assembly} {verify}");
    }

    [Weights("lost.safetensors")]
    [Input(4, 4, 1)]
    [Conv2D(2, 3)]
    [Flatten]
    [Dense(3, Activation.Softmax)]
    internal sealed partial class LostNet;

#pragma warning disable CNN048 // Its test puts a file with an answer there.
    [Weights("lost.safetensors", Verify = true)]
#pragma warning restore CNN048
    [Input(4, 4, 1)]
    [Conv2D(2, 3)]
    [Flatten]
    [Dense(3, Activation.Softmax)]
    internal sealed partial class VerifiedNet;

    [Input(4, 4, 1)]
    [Conv2D(2, 3)]
    [Flatten]
    [Dense(3, Activation.Softmax)]
    internal sealed partial class BareNet;
}
