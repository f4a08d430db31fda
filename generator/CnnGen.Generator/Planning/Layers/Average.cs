using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class AveragePlanner(Average layer) : MergePlanner(layer);
