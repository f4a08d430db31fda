using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class MultiplyPlanner(Multiply layer) : MergePlanner(layer)
{
    protected override bool ReadsInputs => true;
}
