using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class SubtractPlanner(Subtract layer) : MergePlanner(layer);
