using CnnGen.Runtime;

namespace CnnGen.Tests.Networks;

/// <summary>Stands for generated code, and does nothing where it is not told otherwise.</summary>
internal class FakeCode : NetworkCode
{
    public override bool EndsInSoftmax => true;

    public override ReadOnlySpan<int> InferStageItems => [1];

    public override int Segments => 1;

    public override int ForwardKernelItems => 0;

    public override int BackwardKernelItems => 0;

    public override int WeightGradientItems => 0;

    public override void Infer(in NetworkPass pass)
    {
    }

    public override void InferStage(in NetworkPass pass, int stage, int item)
    {
    }

    public override void Forward(in NetworkPass pass, int segment, int first, int count)
    {
    }

    public override void Loss(in NetworkPass pass, int first, int count)
    {
    }

    public override void Backward(in NetworkPass pass, int segment, int first, int count)
    {
    }

    public override void PrepareForwardKernel(in NetworkPass pass, int item)
    {
    }

    public override void PrepareBackwardKernel(in NetworkPass pass, int item)
    {
    }

    public override void WeightGradient(in NetworkPass pass, int item)
    {
    }

    public override void TransformRound(in NetworkPass pass, int gradient, int firstStrip, int item)
    {
    }

    public override void SumRound(in NetworkPass pass, int gradient, int firstStrip, int strips, int item)
    {
    }
}
