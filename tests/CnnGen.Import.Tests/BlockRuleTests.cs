using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Import.Tests;

/// <summary>What becomes a block, and what does not; and that nothing depends on it.</summary>
public sealed class BlockRuleTests
{
    private static readonly ImportOptions WithoutBlocks = new() { HasBlocks = false };

    /// <summary>What is the same several times is one use, what differs is given.</summary>
    [Fact]
    public void UsesSayWhatDiffers()
    {
        var net = new GraphBuilder(8, 8, 4).Residual(4).Residual(4).Residual(4).Convolve(8).Residual(8);
        var source = net.Source();
        Assert.Contains("[Block(typeof(Residual), Filters = 4, Repeat = 3)]\n", source, StringComparison.Ordinal);
        Assert.Contains("[Block(typeof(Residual), Filters = 8)]\n", source, StringComparison.Ordinal);
        Assert.EndsWith("""
            public sealed partial class Net
            {
                /// <summary>Layers whose result is added to what comes in.</summary>
                [BlockInput]
                [LayerDefaults(Padding = Padding.Same, UseBias = false)]
                [Conv2D(Block.Filters, 3)] [BatchNormalization] [Activation(Activation.Relu)]
                [Conv2D(Block.Filters, 3)] [BatchNormalization]
                [Add("input")] [Activation(Activation.Relu)]
                public static class Residual;
            }

            """, source, StringComparison.Ordinal);
        Assert.DoesNotContain("Block", net.Source(WithoutBlocks), StringComparison.Ordinal);
        Assert.Contains("class Residual2;", net.Source(new() { ClassName = "Residual" }), StringComparison.Ordinal);
    }

    /// <summary>Kernel sizes, strides, multiples of the filters and of what comes in, and a number that is neither.</summary>
    [Fact]
    public void SizesAreExpressions()
    {
        var net = new GraphBuilder(16, 16, 4).Separable(6).Separable(8, 5).Separable(10, 3, 2).Separable(12, 5, 2);
        var source = net.Source();
        Assert.Contains("[Block(typeof(Separable), Filters = 8, KernelSize = 5)]\n", source, StringComparison.Ordinal);
        Assert.Contains("[Block(typeof(Separable), Filters = 10, KernelSize = 3, Strides = 2)]\n", source, StringComparison.Ordinal);
        Assert.Contains("[DepthwiseConv2D(Block.KernelSize, Strides = Block.Strides)]", source, StringComparison.Ordinal);

        source = new GraphBuilder(16, 16, 4).Projection(8, 4).Projection(12, 6).Projection(16, 8).Source();
        Assert.Contains("[Block(typeof(Projection), Filters = 4)]\n", source, StringComparison.Ordinal);
        Assert.Contains("[Conv2D(2 * Block.Filters, 1, Strides = 2", source, StringComparison.Ordinal);

        source = new GraphBuilder(16, 16, 4).Projection(8, 5).Projection(12, 7).Projection(16, 8).Source();
        Assert.Contains("[Block(typeof(Projection), Filters = 5, Expansion = 8)]\n", source, StringComparison.Ordinal);
        Assert.Contains("[Conv2D(Block.Expansion, 1, Strides = 2", source, StringComparison.Ordinal);
    }

    [Fact]
    public void UnitsAndRatesAreGiven()
    {
        var net = new GraphBuilder(1, 1, 8).Add("Flatten");
        foreach (var (units, rate) in ((int, string)[])[(8, "0.1"), (6, "0.2"), (10, "0.2"), (12, "0.25"), (7, "0.5"), (9, "0.3")])
            net.Add("Dense", $"{units}").Add("BatchNormalization").Add("Activation", "Activation.Tanh").Add("Dropout", rate);
        var source = net.Source();
        Assert.Contains("[Block(typeof(Hidden), Units = 12, Rate = 0.25)]\n", source, StringComparison.Ordinal);
        Assert.Contains(
            "    [Dense(Block.Units)] [BatchNormalization] [Activation(Activation.Tanh)] [Dropout(Block.Rate)]\n", source,
            StringComparison.Ordinal);
    }

    /// <summary>What is read from outside, or is an output, has a name of its own; and a class is worth some lines.</summary>
    [Fact]
    public void WhatIsNoBlock()
    {
        var (read, inner) = (new GraphBuilder(8, 8, 4), new List<string>());
        for (var i = 0; i < 4; i++)
        {
            inner.Add(read.Add("Conv2D", "4, 3, Padding = Padding.Same").Last);
            read.Add("BatchNormalization").Add("Activation", "Activation.Relu");
            read.Outputs.Add(inner[^1]);
        }

        Assert.DoesNotContain("Block", read.Source(), StringComparison.Ordinal);
        read.Outputs.Clear();
        Assert.Contains("[Block(typeof(ConvBlock), Repeat = 4)]", read.Source(), StringComparison.Ordinal);
        foreach (var name in inner)
            read.Add("Add", reads: [read.Last, name]);
        Assert.DoesNotContain("Block", read.Source(), StringComparison.Ordinal);

        var different = new GraphBuilder(8, 8, 4);
        foreach (var epsilon in (string[])["0.1", "0.2", "0.3", "0.4"])
            different.Add("Conv2D", "4, 3").Add("BatchNormalization", $"Epsilon = {epsilon}").Add("Activation", "Activation.Relu");
        Assert.DoesNotContain("Block", different.Source(), StringComparison.Ordinal);
        Assert.DoesNotContain("Block", new GraphBuilder(8, 8, 4).Convolve(3).Convolve(4).Convolve(5).Source(), StringComparison.Ordinal);
        Assert.DoesNotContain("Block", new GraphBuilder(8, 8, 4).Residual(4).Add("Flatten").Source(), StringComparison.Ordinal);
    }

    /// <summary>However often a part comes, it is one use.</summary>
    [Fact]
    public void LongChainsAreOneUse()
    {
        var net = new GraphBuilder(8, 8, 4);
        for (var i = 0; i < 500; i++)
            net.Convolve(4);
        Assert.Contains("\n[Block(typeof(ConvBlock), Repeat = 500)]\npublic sealed", net.Source(), StringComparison.Ordinal);
    }

    /// <summary>Where everything is like everything else and nothing the same, the search gives up.</summary>
    [Fact]
    public void LongChainsWithoutOrderStayAsTheyAre()
    {
        var net = new GraphBuilder(8, 8, 4);
        for (var i = 0; i < 1_000; i++)
            net.Add("Conv2D", $"{2 + (i * 7919 % 13)}, {1 + (i % 3)}, Padding = Padding.Same");
        Assert.DoesNotContain("[Block", net.Source(), StringComparison.Ordinal);
    }

    /// <summary>A use is frozen as a whole, or its layers are.</summary>
    [Fact]
    public void FrozenLayersStayFrozen()
    {
        var net = WithWeights(new GraphBuilder(8, 8, 4).Residual(4, isFrozen: true).Residual(4).Residual(4));
        var source = net.Source();
        Assert.Contains(
            "[Block(typeof(Residual), Frozen = true)]\n[Block(typeof(Residual), Repeat = 2)]\n", source, StringComparison.Ordinal);

        net = new GraphBuilder(8, 8, 4);
        for (var i = 0; i < 4; i++)
        {
            net.Add("Conv2D", "4, 1, UseBias = false").Add("BatchNormalization", isFrozen: true).Add("Activation", "Activation.Relu");
        }

        source = WithWeights(net).Source();
        Assert.Contains("[Block(typeof(ConvBlock), Repeat = 4)]\n", source, StringComparison.Ordinal);
        Assert.Contains("[BatchNormalization(Frozen = true)]", source, StringComparison.Ordinal);
    }

    /// <summary>Names that somebody has chosen stay outside of blocks; a use is named as its last layer.</summary>
    [Fact]
    public void NamesOfUsesAreNamesOfTheirLastLayers()
    {
        var net = new GraphBuilder(8, 8, 4).Add("Activation", "Activation.Relu", "residual").Residual(4).Residual(4);
        net.Outputs.Add(net.Last);
        net.Add("MaxPool2D").Residual(4);
        var source = net.Source();
        Assert.Contains("[Activation(Activation.Relu, Name = \"residual_3\")]\n", source, StringComparison.Ordinal);
        Assert.Contains("[Block(typeof(Residual), Repeat = 2)]\n", source, StringComparison.Ordinal);
        Assert.Contains("[Output(\"residual_1\")]\n", source, StringComparison.Ordinal);
        CheckNames(net);

        net = new GraphBuilder(8, 8, 4).Add("Activation", "Activation.Relu", "stem");
        List<string> ends = [];
        for (var i = 0; i < 3; i++)
        {
            net.Add("Conv2D", "4, 1", reads: ["stem"]).Add("BatchNormalization").Add("Activation", "Activation.Relu").Convolve(4);
            ends.Add(net.Last);
        }

        net.Add("Concatenate", reads: [.. ends]);
        Assert.Contains("""
            [Block(typeof(ConvBlock))]
            [Block(typeof(ConvBlock), From = "stem")]
            [Block(typeof(ConvBlock), From = "stem")]
            [Concatenate("conv_block_1", "conv_block_2", From = "conv_block")]
            """, net.Source(), StringComparison.Ordinal);
        CheckNames(net);
    }

    /// <summary>Random networks, with and without blocks: the same weights in the same order, trained or not, and the same bits.</summary>
    [Fact]
    public void AnswersAreTheSame()
    {
        List<GraphBuilder> nets = [.. Enumerable.Range(0, 6).Select(Random)];
        var plain = Compile(nets.Select((net, i) => net.Import(WithoutBlocks with { ClassName = $"Plain{i}" })));
        for (var i = 0; i < nets.Count; i++)
        {
            using var network = CompiledImport.New(plain[$"Plain{i}"]);
            nets[i].SetWeights(network, i);
        }

        List<ImportedNetwork> withoutBlocks = [.. nets.Select((net, i) => net.Import(WithoutBlocks with { ClassName = $"Plain{i}" }))];
        var expected = withoutBlocks.ConvertAll(each => Answer(each, plain[each.ClassName]));
        List<ImportedNetwork> blocks = [.. nets.Select((net, i) => net.Import(new() { ClassName = $"Blocks{i}" }))];
        var types = Compile(blocks);
        for (var i = 0; i < nets.Count; i++)
        {
            Assert.Equal(withoutBlocks[i].Weights.Select(weight => weight.Shape), blocks[i].Weights.Select(weight => weight.Shape));
            var (answer, trained) = Answer(blocks[i], types[$"Blocks{i}"]);
            Assert.True(expected[i].Answer.SequenceEqual(answer), blocks[i].Source);
            Assert.Equal(expected[i].Trained, trained);
        }

        Assert.True(blocks.Count(each => each.Source.Contains("[Block(", StringComparison.Ordinal)) > 3);
    }

    /// <summary>The weights have the names that the class has for them.</summary>
    private static void CheckNames(GraphBuilder net)
    {
        var imported = WithWeights(net).Import(new());
        using var network = CompiledImport.Create(imported);
        Assert.Equal(network.Parameters.Select(parameter => parameter.Name), imported.Weights.Select(weight => weight.Name));
    }

    private static GraphBuilder WithWeights(GraphBuilder net)
    {
        using var network = CompiledImport.NewNetwork(net.Import(WithoutBlocks));
        return net.SetWeights(network, seed: 1);
    }

    private static (float[] Answer, bool[] Trained) Answer(ImportedNetwork imported, Type type)
    {
        using var network = CompiledImport.Create(imported, type);
        var random = new Random(1);
        var answer = network.Predict([.. Enumerable.Range(0, network.Info.InputSize).Select(_ => random.NextSingle())]);
        return (answer, [.. network.Parameters.Select(parameter => parameter.Trainable)]);
    }

    private static CompiledNetworks Compile(IEnumerable<ImportedNetwork> networks)
    {
        const string usings = "using CnnGen;\n";
        return NetworkCompiler.Compile(
            usings + string.Concat(networks.Select(each => each.Source.Replace(usings, "", StringComparison.Ordinal))),
            InstructionSets.Best.ToString());
    }

    /// <summary>Parts of a few kinds in any order, again and again.</summary>
    private static GraphBuilder Random(int seed)
    {
        var random = new Random(seed);
        var (net, channels) = (new GraphBuilder(16, 16, 3).Convolve(4), 4);
        for (var i = 0; i < 5; i++)
        {
            var (kind, repeat) = (random.Next(5), random.Next(1, 4));
            var filters = 2 * random.Next(1, 5);
            for (var j = 0; j < repeat; j++)
            {
                var isFrozen = random.Next(4) == 0;
                _ = kind switch
                {
                    0 => net.Residual(channels, isFrozen),
                    1 when j == 0 && i < 4 => net.Projection(filters, 2 * random.Next(1, 4)),
                    2 => net.Growth(2),
                    3 => net.Separable(filters, random.Next(3) == 0 ? 5 : 3, random.Next(5) == 0 ? 2 : 1),
                    _ => net.Convolve(filters, isFrozen: isFrozen),
                };
                channels = kind switch { 0 => channels, 2 => channels + 2, _ => filters };
            }
        }

        return net.Add("GlobalAveragePool2D").Add("Dense", "3, Activation = Activation.Softmax");
    }
}
