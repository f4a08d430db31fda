using CnnGen;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Import;
using CnnGen.Training;
using TinyAot;

namespace PretrainedSample;

/// <summary>A network with its weights, what pictures become for it, and the names of its classes.</summary>
/// <param name="network">The network.</param>
/// <param name="classNames">The names of its classes.</param>
/// <param name="prepare">Makes of a picture the network's input.</param>
internal sealed class PictureClassifier(INetwork network, IReadOnlyList<string> classNames, Func<ByteImage, float[]> prepare) : IDisposable
{
    private readonly float[] _probabilities = new float[network.Info.OutputSize];

    /// <summary>MobileNet, which knows the classes of ImageNet.</summary>
    /// <param name="weights">The file of its weights.</param>
    /// <param name="resize">Brings a picture to the network's size.</param>
    public static PictureClassifier OfPhotographs(string weights, Resize resize)
    {
        var network = new MobileNet();
        using var file = File.OpenRead(weights);
        MobileNetWeights.Load(network, file, weights);
        return new(network, ImageNet.ClassNames, picture => resize(picture.ToRgb(), 224, 224).Preprocess(PreprocessMode.Tf));
    }

    /// <summary>
    /// The small network of <c>samples/TinyAot</c>, which knows ten kinds of clothes, with the weights that ship, as our own
    /// <c>SaveKeras</c> wrote them.
    /// </summary>
    /// <param name="resize">Brings a picture to the network's size.</param>
    public static PictureClassifier OfClothes(Resize resize)
    {
        var network = new TinyCnn();
        network.LoadKeras(Path.Combine(AppContext.BaseDirectory, "clothes.weights.h5"));
        // The network scales pixels itself.
        return new(network, FashionMnist.ClassNames,
            picture => Array.ConvertAll(resize(picture.ToGrey(), 28, 28).Pixels.ToArray(), pixel => (float)pixel));
    }

    /// <summary>The most probable classes of a picture.</summary>
    /// <param name="picture">The picture, of any size.</param>
    /// <param name="top">How many.</param>
    public IReadOnlyList<ClassPrediction> Classify(ByteImage picture, int top)
    {
        network.Predict(prepare(picture), _probabilities);
        return NetworkTraining.DecodePredictions(_probabilities, classNames, top);
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();
}
