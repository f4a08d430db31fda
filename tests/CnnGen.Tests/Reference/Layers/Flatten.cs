namespace CnnGen.Tests.Reference.Layers;

/// <summary>The same values, seen as a vector.</summary>
internal sealed class Flatten(string name, Extent input) : ReferenceLayer(name, input, new Extent(1, 1, input.Size, IsFlat: true))
{
    public override Estimate[] Forward(Estimate[] x, ReferencePass pass) => x;

    public override Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass) => gradient;
}
