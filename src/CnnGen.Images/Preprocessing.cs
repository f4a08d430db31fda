namespace CnnGen.Images;

/// <summary>Pixels as networks trained on ImageNet take them.</summary>
internal static class Preprocessing
{
    // Of red, green and blue: keras/src/applications/imagenet_utils.py.
    private static readonly double[] TorchMeans = [0.485, 0.456, 0.406];
    private static readonly double[] TorchDeviations = [0.229, 0.224, 0.225];
    private static readonly double[] CaffeMeans = [123.68, 116.779, 103.939];

    /// <summary>What becomes of each of the 256 values, by the result's channel: the formula in double, rounded once.</summary>
    /// <param name="mode">The mode.</param>
    public static float[][] Tables(PreprocessMode mode) =>
        [.. Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, 256).Select(v => (float)Value(mode, c, v)).ToArray())];

    /// <summary>The channel of the picture that becomes a channel of the result.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="channel">The result's channel.</param>
    public static int Source(PreprocessMode mode, int channel) => mode == PreprocessMode.Caffe ? 2 - channel : channel;

    private static double Value(PreprocessMode mode, int channel, int value) => mode switch
    {
        PreprocessMode.Tf => (value / 127.5) - 1,
        PreprocessMode.Torch => ((value / 255.0) - TorchMeans[channel]) / TorchDeviations[channel],
        _ => value - CaffeMeans[Source(mode, channel)],
    };
}
