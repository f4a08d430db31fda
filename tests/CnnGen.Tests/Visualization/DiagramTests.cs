using System.Xml.Linq;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Visualization;
using Xunit;

namespace CnnGen.Tests.Visualization;

/// <summary>The picture of a network.</summary>
public sealed class DiagramTests
{
    private static readonly XNamespace Name = "http://www.w3.org/2000/svg";

    [Fact]
    public void EveryLayerHasARow()
    {
        var network = Inception.Information;
        var svg = XDocument.Parse(NetworkDiagram.ToSvg(network)).Root!;
        Assert.StartsWith("Inception: ", svg.Element(Name + "title")!.Value, StringComparison.Ordinal);
        Assert.Equal(network.Layers.Count, svg.Elements(Name + "rect").Count());
        string[] texts = [.. svg.Elements(Name + "text").Select(text => text.Value)];
        foreach (var layer in network.Layers)
        {
            Assert.Contains($"{layer.Kind} {layer.Name}", texts);
            Assert.Contains(string.Join(" x ", layer.OutputShape), texts);
        }

        // a and b, c and the input lead to the concatenation, and the input to b and c besides.
        int lines = SideLine.Of(network.Layers).Count;
        int joints = Enumerable.Range(1, network.Layers.Count - 1).Count(row => SideLine.ReadsRowBefore(network.Layers, row));
        Assert.Equal(lines + joints, svg.Elements(Name + "path").Count());
        double width = (double)svg.Attribute("width")!;
        Assert.All(
            svg.Elements(Name + "rect"), box => Assert.InRange((double)box.Attribute("x")! + (double)box.Attribute("width")!, 0, width));
    }

    [Fact]
    public void LinesLeadToWhatIsReadAndHaveLanesOfTheirOwn()
    {
        foreach (var network in new[] { Inception.Information, DenselyConnected.Information, ResidualBlock.Information })
        {
            var lines = SideLine.Of(network.Layers);
            foreach (var line in lines)
            {
                Assert.Contains(network.Layers[line.From].Name, network.Layers[line.To].Reads);
                Assert.True(line.To - line.From > 1);
                Assert.DoesNotContain(
                    lines, other => other != line && other.Lane == line.Lane && other.From < line.To && line.From < other.To);
            }

            var readings = network.Layers.SelectMany((layer, to) => layer.Reads.Distinct().Select(name => (name, to)))
                .Count(reading => network.Layers[reading.to - 1].Name != reading.name);
            Assert.Equal(readings, lines.Count);
        }
    }
}
