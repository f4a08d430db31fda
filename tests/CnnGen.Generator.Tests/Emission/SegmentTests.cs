using System.Runtime.Loader;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;
using CnnGen.Training;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>A training pass that is cut into segments computes what the whole one does, wherever it is cut.</summary>
public class SegmentTests
{
    private const int Images = 5;

    private static readonly Plan Whole = Planner.Plan(
        Declare.Build(
            Declare.Input(6, 6, 2),
            Declare.Conv2D(3, 3, 3, ("Activation", (int)ActivationFunction.Relu)),
            Declare.MaxPool2D(2, 2),
            Declare.Layer("Flatten"),
            Declare.Layer("Dense", ("Units", 8), ("Activation", (int)ActivationFunction.Tanh)),
            Declare.Layer("Dropout", ("Rate", 0.5)),
            Declare.Layer("Dense", ("Units", 3), ("Activation", (int)ActivationFunction.Softmax))),
        new GeneratorOptions(new([Target.Scalar])));

    private static readonly Lazy<float[]> Expected = new(() => WeightsAfterTraining(Whole));

    /// <summary>Every place between two layers, the softmax at the end, which belongs to the loss, staying with its logits.</summary>
    public static TheoryData<int> Cuts => [.. Places];

    private static IEnumerable<int> Places => Enumerable.Range(1, Whole.Layers.Count - 2);

    [Fact]
    public void TodaysNetworksAreOneSegment() => Assert.Equal([new Segment(0, Whole.Layers.Count)], Whole.Segments);

    [Theory]
    [MemberData(nameof(Cuts))]
    public void ACutChangesNoWeight(int cut) => Assert.Equal(Expected.Value, WeightsAfterTraining(
        Whole with { Segments = new([new Segment(0, cut), new Segment(cut, Whole.Layers.Count - cut)]) }));

    [Fact]
    public void ASegmentForEachLayerChangesNoWeight() => Assert.Equal(Expected.Value, WeightsAfterTraining(
        Whole with
        {
            Segments = new(Places.Select(cut => new Segment(cut - 1, 1)).Append(new Segment(Whole.Layers.Count - 2, 2))),
        }));

    private static float[] WeightsAfterTraining(Plan plan)
    {
        var files = NetworkEmitter.Emit(plan).Select(file => file.Text).Append("namespace Tests; internal partial class Net;");
        var image = InMemoryCompiler.Emit(Compiler.Create([.. files]));
        var type = new AssemblyLoadContext(name: null).LoadFromStream(new MemoryStream(image)).GetType("Tests.Net", throwOnError: true)!;
        using var network = (CompiledNetwork)Activator.CreateInstance(type, 7, null)!;
        network.Threads = 3;
        float[] images = [.. Enumerable.Range(0, Images * network.Info.InputSize).Select(i => i * 37 % 101 / 101f)];
        for (var step = 0; step < 3; step++)
            network.TrainBatch(images, [0, 1, 2, 1, 0], new Sgd(0.1));
        return [.. network.Parameters.SelectMany(parameter =>
        {
            var values = new float[parameter.Count];
            parameter.CopyTo(values);
            return values;
        })];
    }
}
