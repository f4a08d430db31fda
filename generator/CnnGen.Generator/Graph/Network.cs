using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Graph;

/// <summary>
/// A network whose shapes fit: a directed acyclic graph of typed layers in an order that can be evaluated. Layer 0 is the input;
/// each layer names the layers it reads; the last layer is the output.
/// </summary>
internal sealed record Network(TypeDeclaration Type, EquatableArray<Layer> Layers)
{
    /// <summary>What the names of its C functions begin with; null where it has none.</summary>
    public string? ExportPrefix { get; init; }

    /// <summary>The weights that it comes with; null where there are none.</summary>
    public WeightsDeclaration? Weights { get; init; }

    /// <summary>The outputs besides the last layer, in the order in which they are declared.</summary>
    public EquatableArray<int> FurtherOutputs { get; init; } = EquatableArray<int>.Empty;

    /// <summary>Whether its class is to have a network that looks inside of it: see <see cref="Inspection"/>.</summary>
    public bool IsInspectable { get; init; }

    /// <summary>Whether it is one that looks inside of another: all gradients are needed, by whoever looks.</summary>
    public bool IsInspection { get; init; }

    /// <summary>What messages call it: its class; one that looks inside of another has that one's name.</summary>
    public string Title { get; init; } = Type.Name;

    /// <summary>The shape of an image.</summary>
    public Shape InputShape => Layers[0].OutputShape;

    public Layer Output => Layers[^1];

    /// <summary>The activation that makes the outputs of the last layer; linear where there is none.</summary>
    public ActivationFunction OutputActivation
    {
        get
        {
            var layer = Output;
            while (layer.Traits.IsIdentity)
                layer = Layers[layer.Inputs[0]];
            return layer.Traits.Activation;
        }
    }

    /// <summary>All outputs, the last layer first.</summary>
    public IEnumerable<Layer> Outputs => FurtherOutputs.Select(index => Layers[index]).Prepend(Output);

    /// <summary>The layers that read layer <paramref name="index"/>.</summary>
    public IEnumerable<Layer> ConsumersOf(int index) => Layers.Where(layer => layer.Inputs.Contains(index));
}
