using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>The table of layers, directions and instruction sets is what the generator emits.</summary>
public class SupportTableTests
{
    [Fact]
    public void TheTableIsWhatTheGeneratorEmits()
    {
        var page = new Document("docs/internals/support.md");
        page.VerifyTable("support", SupportTable.Write());
    }

    [Fact]
    public void EveryKindOfLayerIsInTheTable() => Assert.Equal(LayerRule.Table.Keys.Order(), SupportTable.Kinds.Order());
}
