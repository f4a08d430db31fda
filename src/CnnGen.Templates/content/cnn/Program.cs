// dotnet run -c Release                           trains the network, and saves its weights
// dotnet run -c Release -- predict PICTURE...     tells what is in pictures
using CnnGen.Data;
using CnnGen.Formats;
using CnnGen.Images;
using CnnGen.Training;

const string Weights = "network.safetensors";

try
{
    switch (args)
    {
        case []:
            Train();
            return 0;
        case ["predict", _, ..]:
            Predict(args[1..]);
            return 0;
        default:
            Console.Error.WriteLine("Give nothing, to train the network, or 'predict' and pictures.");
            return 1;
    }
}
catch (Exception error) when (
    error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or ImageReadException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

void Train()
{
#if (pictures)
    // A folder for each class, with the names of Network.ClassNames: pictures/cat/1.png, pictures/dog/1.jpg.
    var (height, width) = (Network.Information.InputShape[0], Network.Information.InputShape[1]);
    var pictures = new ImageFolder("pictures", height, width, Network.ClassNames);
    var (train, test) = pictures.StratifiedSplit(0.8, seed: 1);
#else
    // From the cache, or the internet; a folder that has the four files is named by the environment variable CNNGEN_DATA.
    var data = FashionMnist.Load();
    var (train, test) = (data.Train, data.Test);
#endif
    SafetensorsFile.CheckWritable(Weights);
    using var net = new Network(seed: 1);
    net.Adapt(train);                                   // mean and variance for [Normalization]
    net.Fit(train, new FitOptions
    {
        Epochs = 20,
        BatchSize = 64,
        Optimizer = new Adam(0.002) { WeightDecay = 0.1 },
        ValidationSplit = 0.1,
#if (pictures)
        Augmentation = [new RandomFlip(FlipMode.Horizontal), new RandomTranslation(0.1, 0.1)],
#else
        Augmentation = [new RandomFlip(FlipMode.Horizontal)],
#endif
        Callbacks = [new EarlyStopping { Patience = 5 }],
        Progress = Progress.Console,
    });
    var score = net.Evaluate(test);
    net.Save(Weights);
    Console.WriteLine($"{score.Accuracy:P1} of {score.Count} test pictures right; weights in {Weights}");
}

void Predict(string[] files)
{
    using var net = new Network();
    net.Load(Weights);
    var probabilities = new float[Network.OutputSize];
    foreach (var file in files)
    {
        net.Predict(Network.Prepare(ImageFile.Read(file)).Pixels, probabilities);
        var best = NetworkTraining.DecodePredictions(probabilities, Network.ClassNames, top: 1)[0];
        Console.WriteLine($"{file}: {best.Name} ({best.Probability:P1})");
    }
}
