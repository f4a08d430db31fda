using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Analysis.Warnings;

/// <summary>A network as rules look at it: layers, their neighbours, and what they are called in messages.</summary>
internal sealed class NetworkView(Network network, NetworkDeclaration declaration)
{
    public EquatableArray<Layer> Layers => network.Layers;

    /// <summary>Layers that have one in front of them: all but the input.</summary>
    public IEnumerable<Layer> Inner => network.Layers.Skip(1);

    /// <summary>The layer that a layer reads, the first one of several.</summary>
    public Layer Before(Layer layer) => network.Layers[layer.Inputs[0]];

    /// <summary>Whether one layer alone reads a layer, and nobody outside does.</summary>
    public bool HasOneReader(Layer layer) =>
        network.ConsumersOf(layer.Index).Take(2).Count() == 1 && !network.Outputs.Contains(layer);

    /// <summary>The layers that read what a layer gives, or what such a layer gives, and so on.</summary>
    public IEnumerable<Layer> Behind(Layer layer)
    {
        var behind = new HashSet<int> { layer.Index };
        // Layers stand below those that they read.
        foreach (var later in network.Layers.Skip(layer.Index + 1).Where(later => later.Inputs.Any(behind.Contains)))
        {
            behind.Add(later.Index);
            yield return later;
        }
    }

    /// <summary>A layer in messages: <c>Conv2D(64, 3) 'conv2d_1'</c>.</summary>
    public string Describe(Layer layer) => LayerReader.Describe(DeclarationOf(layer), layer.Name);

    /// <summary>The attribute that a layer was made of.</summary>
    public LayerDeclaration DeclarationOf(Layer layer) => declaration.Attributes[AttributeOf(layer)];

    /// <summary>A warning at the attribute of a layer, or at one of its arguments.</summary>
    public NetworkError Warn(string id, Layer layer, string? argument, params string[] messageArguments)
    {
        var index = AttributeOf(layer);
        var isWritten = argument is not null && declaration.Attributes[index][argument] is not null;
        return new(id, index, isWritten ? argument : null, new(messageArguments));
    }

    private int AttributeOf(Layer layer) => NetworkBuilder.AttributeOf(layer, declaration.Attributes);
}
