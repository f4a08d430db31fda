using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Images of hundreds of megabytes of activations: one of them takes the memory of one.</summary>
[Collection(AloneCollection.Name)]
public sealed partial class LargeImageTests
{
    private const int Side = 1500;
    private const long MegaByte = 1 << 20;

    [SkippableFact]
    public void OneImageTakesTheMemoryOfOne()
    {
        RequireFree(2048 * MegaByte);
        using var network = new Aerial { Threads = 2 };
        var image = Noise(1);
        var before = ProcessState.Now();
        network.Predict(image, new float[network.Info.OutputSize]);
        var after = ProcessState.Now();
        long workspace = sizeof(float) * (long)network.Info.Memory.InferenceImageFloats;
        Assert.InRange(after.NativeBytes - before.NativeBytes, workspace, workspace + (16 * MegaByte));
        Assert.InRange(after.ResidentBytes - before.ResidentBytes, workspace / 2, workspace + (64 * MegaByte));
    }

    /// <summary>What a validation needs beside a training step.</summary>
    [SkippableFact]
    public void FittingWithAValidationIsToTheEnd()
    {
        RequireFree(4096 * MegaByte);
        using var network = new Aerial { Threads = 2 };
        var data = new ImageDataset(Noise(2), new[] { 0, 1 }, Side, Side, 3);
        var history = network.Fit(data, new FitOptions { Epochs = 1, BatchSize = 1, Validation = data });
        Assert.NotNull(Assert.Single(history.Epochs).ValidationLoss);
    }

    private static float[] Noise(int images)
    {
        var random = new Random(1);
        var values = new float[images * Aerial.InputSize];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextSingle();
        return values;
    }

    private static void RequireFree(long bytes) => Skip.If(SystemMemory.Free < bytes, $"this needs {bytes} bytes of free memory");

    [Input(Side, Side, 3)]
    [Conv2D(24, 3, Padding = Padding.Same, Activation = Activation.Relu)]
    [Conv2D(24, 3, Padding = Padding.Same, Activation = Activation.Relu)]
    [GlobalAveragePool2D]
    [Dense(2, Activation.Softmax)]
    internal sealed partial class Aerial;
}
