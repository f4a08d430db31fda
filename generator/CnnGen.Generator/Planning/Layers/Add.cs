using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class AddPlanner(Add layer) : MergePlanner(layer)
{
    public override bool MayShareGradient => true;

    /// <summary>As that of its first input wants it, whose gradient may then be the same.</summary>
    public override Border GradientBorder(Layouts layouts) => layouts.Gradient(Layer.Inputs[0]).Border;

    /// <summary>
    /// Each input's gradient is that of the sum. Several can be one buffer as long as none of the layers before changes it in place, as the
    /// derivative of an activation does.
    /// </summary>
    public override bool SharesGradientOf(Layouts layouts, int input)
    {
        var index = Layer.Inputs[input];
        if (layouts.Gradient(index) != layouts.Gradient(Layer.Index))
            return false;
        while (layouts.Layers[index] is { } before && !before.ChangesGradient && before.Layer.FusedActivation == ActivationFunction.Linear)
        {
            if (before.IsBranch || before.Layer.Inputs.Count != 1 || !before.SharesGradientOf(layouts, 0))
                return true;
            index = before.Layer.Inputs[0];
        }

        return false;
    }
}
