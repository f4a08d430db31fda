namespace CnnGen.Generator.Graph;

/// <summary>
/// A network that looks inside of another: it predicts what that one predicts, and every layer of it is an output, so that none is computed
/// along with its neighbour. Backward it computes the gradient of every layer's output, down to the image, and none of weights.
/// </summary>
internal static class Inspection
{
    /// <summary>The name of its class, in that of the other.</summary>
    public const string Name = GeneratedMembers.Inspection;

    /// <param name="network">What is looked into.</param>
    public static Network Of(Network network)
    {
        var type = network.Type;
        return new Network(
            type with
            {
                Name = Name,
                Identifier = Name,
                Accessibility = "private",
                IsSealed = true,
                HasDocumentation = false,
                ContainingTypes = new([.. type.ContainingTypes, $"partial class {type.Identifier}"]),
            },
            new(network.Layers.Select(layer => layer.Still())))
        {
            IsInspection = true,
            Title = network.Title,
            FurtherOutputs = new(Enumerable.Range(0, network.Layers.Count - 1)),
        };
    }
}
