using CnnGen.Tests.Reference.Layers;

namespace CnnGen.Tests.Reference;

/// <content>What happens behind the sums of a layer: its activation, and what its outputs cost.</content>
internal sealed partial class DeclaredLayers
{
    private void AddActivation(Dictionary<string, object?> arguments)
    {
        var function = (Activation)WithDefault(arguments, "Activation", 0);
        if (function != Activation.Linear)
            Add(new ActivationFunction($"{_nodes[^1].Node.Name} activation", _shape, function));
        if (function != Activation.Linear && ElementFunctions.All.Except(ElementFunctions.DerivedFromInput).Contains(function))
            _place--;
        AddPenalty(arguments);
    }

    /// <summary>What its outputs cost, behind its activation.</summary>
    private void AddPenalty(Dictionary<string, object?> arguments)
    {
        var (l1, l2) = (WithDefault(arguments, "ActivityRegularizerL1", 0.0), WithDefault(arguments, "ActivityRegularizerL2", 0.0));
        if ((l1, l2) is not (0, 0))
            Add(new ActivityRegularization($"{_nodes[^1].Node.Name} activity", _shape, l1, l2));
    }

    /// <summary>
    /// Whether a batch normalization or a merge layer in front of it, which nobody else reads, applies an activation itself.
    /// </summary>
    private bool IsAbsorbed(string kind, Dictionary<string, object?> arguments, string before)
    {
        bool isActivation = kind switch
        {
            "Activation" => (Activation)arguments["function"]! is not Activation.Linear and var function
                && ElementFunctions.All.Except(ElementFunctions.DerivedFromInput).Contains(function),
            // Those with arguments that no activation has are layers of their own.
            "Relu" => Own(arguments, "NegativeSlope", 0.0) == 0 && Own(arguments, "Threshold", 0.0) == 0
                && Own(arguments, "MaxValue", double.PositiveInfinity) is 6 or double.PositiveInfinity,
            "LeakyRelu" => (double)arguments["negativeSlope"]! == 0.2,
            "Elu" => (double)arguments["alpha"]! == 1,
            _ => false,
        };
        return isActivation && _declared[before] is { Node: >= 0, Readers: 1 } declared
            && _nodes[declared.Node].Node is BatchNormalization or Merge;
    }
}
