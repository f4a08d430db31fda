using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>
/// Rewrites a declared network into the one that is computed: the rescalings and the normalization behind the input become part of loading
/// an image; a softmax, which needs all units at once, leaves its dense layer and becomes a layer of its own; a depthwise convolution with
/// several kernels per channel gets a layer before it that repeats the channels, and then has one kernel per channel.
/// </summary>
internal static class Lowering
{
    public static (Network Network, EquatableArray<Layer> Affine) Lower(Network declared)
    {
        var affine = declared.Layers.Skip(1).TakeWhile(layer => layer is Rescaling or Normalization).ToArray();
        var lowered = new List<Layer> { declared.Input };
        var index = new Dictionary<int, int> { [0] = 0 };
        foreach (var layer in affine)
            index[layer.Index] = 0;

        foreach (var layer in declared.Layers.Skip(1 + affine.Length))
        {
            var inputs = new EquatableArray<int>(layer.Inputs.Select(input => index[input]));
            // No name of a user's has a slash.
            if (layer is Dense { Activation: ActivationFunction.Softmax } dense)
            {
                lowered.Add(dense with { Index = lowered.Count, Inputs = inputs, Activation = ActivationFunction.Linear });
                lowered.Add(
                    new Activation(lowered.Count, layer.Name + "/softmax", new([lowered.Count - 1]), layer.OutputShape, layer.OutputShape,
                        ActivationFunction.Softmax));
            }
            else if (layer is DepthwiseConv2D { DepthMultiplier: > 1 } depthwise)
            {
                var repeated = layer.InputShape with { Channels = layer.OutputShape.Channels };
                lowered.Add(new RepeatChannels(
                    lowered.Count, layer.Name + "/channels", inputs, layer.InputShape, repeated, depthwise.DepthMultiplier));
                lowered.Add(
                    depthwise with
                    {
                        Index = lowered.Count,
                        Inputs = new([lowered.Count - 1]),
                        InputShape = repeated,
                        DepthMultiplier = 1
                    });
            }
            else
            {
                lowered.Add(layer with { Index = lowered.Count, Inputs = inputs });
            }

            index[layer.Index] = lowered.Count - 1;
        }

        return (new Network(declared.Type, new(lowered)), new(affine));
    }
}
