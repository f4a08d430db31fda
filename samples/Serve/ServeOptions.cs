using System.CommandLine;
using System.Globalization;

namespace ServeSample;

/// <summary>What the command line sets.</summary>
internal sealed record ServeOptions
{
    /// <summary>The most pixels that the pictures of a request may have together.</summary>
    public const long MaxPixels = 20_000_000;

    /// <summary>The most pictures of a form.</summary>
    public const int MaxPictures = 64;

    /// <summary>Where it listens: addresses, separated by semicolons.</summary>
    public string Urls { get; init; } = "http://localhost:5000";

    /// <summary>A safetensors file; null for the weights in the program.</summary>
    public string? Weights { get; init; }

    /// <summary>Whether the page may train a network.</summary>
    public bool Trains { get; init; }

    /// <summary>The folder of the training images; null for where the library finds them.</summary>
    public string? Data { get; init; }

    /// <summary>Trains on the first of the images only; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Where checkpoints of a training go.</summary>
    public string Out { get; init; } = "clothes.safetensors";

    /// <summary>The most bytes of a request's body.</summary>
    public int MaxBody { get; init; } = 10_000_000;

    /// <summary>The most connections at once.</summary>
    public int Connections { get; init; } = 100;

    /// <summary>Requests a second from one address, in the long run; 0 for any number.</summary>
    public int Rate { get; init; } = 200;

    /// <summary>Requests that may wait for the network.</summary>
    public int Queue { get; init; } = 1024;

    /// <summary>Seconds until a request that is not answered is given up.</summary>
    public int Timeout { get; init; } = 30;

    /// <summary>The command line.</summary>
    /// <param name="run">Is called with what it says, and gives the exit code.</param>
    public static RootCommand Command(Func<ServeOptions, int> run)
    {
        var defaults = new ServeOptions();
        var port = Number("--port", "The port of this machine's address.", 1, 65535, 5000);
        var urls = new Option<string?>("--urls")
        {
            HelpName = "URLS",
            Description = "Addresses to listen at instead, separated by semicolons: http://*:8080 for all of this machine's.",
        };
        var weights = new Option<string?>("--weights")
        {
            HelpName = "FILE",
            Description = "Weights of the same network in a safetensors file. Default: those in the program.",
        };
        var train = new Option<bool>("--train") { Description = "Let the page train a network, and watch it learn." };
        var data = new Option<string?>("--data")
        {
            HelpName = "DIR",
            Description = "Folder with the four IDX files of Fashion-MNIST, for --train. Default: CNNGEN_DATA, Debian's package"
                + " dataset-fashion-mnist, the cache, a download, the subset beside the program.",
        };
        var limit = new Option<int?>("--limit")
        {
            HelpName = "N",
            Description = "Train on the first N images only. Default: all.",
            CustomParser = result => Parse(result, "--limit", 1, int.MaxValue),
        };
        var checkpoints = new Option<string>("--out")
        {
            HelpName = "FILE",
            Description = "Where checkpoints of a training go.",
            DefaultValueFactory = _ => defaults.Out,
        };
        var maxBody = Number("--max-body", "The most bytes of a request.", 784, int.MaxValue, defaults.MaxBody);
        var connections = Number("--connections", "The most connections at once.", 1, 1_000_000, defaults.Connections);
        var rate = Number("--rate", "Requests a second from one address; 0 for any number.", 0, 1_000_000, defaults.Rate);
        var queue = Number("--queue", "Requests that may wait for the network.", 1, 1_000_000, defaults.Queue);
        var timeout = Number("--timeout", "Seconds until a request that is not answered is given up.", 1, 3600, defaults.Timeout);
        var root = new RootCommand("Serves a network that tells ten kinds of clothes apart, and a page that shows what happens in it.")
        {
            port, urls, weights, train, data, limit, checkpoints, maxBody, connections, rate, queue, timeout,
        };
        root.SetAction(result => run(new ServeOptions
        {
            Urls = result.GetValue(urls) ?? string.Create(CultureInfo.InvariantCulture, $"http://localhost:{result.GetValue(port)}"),
            Weights = result.GetValue(weights),
            Trains = result.GetValue(train),
            Data = result.GetValue(data),
            Limit = result.GetValue(limit),
            Out = result.GetValue(checkpoints)!,
            MaxBody = result.GetValue(maxBody),
            Connections = result.GetValue(connections),
            Rate = result.GetValue(rate),
            Queue = result.GetValue(queue),
            Timeout = result.GetValue(timeout),
        }));
        return root;
    }

    private static Option<int> Number(string name, string description, int least, int most, int byDefault) => new(name)
    {
        HelpName = "N",
        Description = description,
        DefaultValueFactory = _ => byDefault,
        CustomParser = result => Parse(result, name, least, most) ?? byDefault,
    };

    private static int? Parse(System.CommandLine.Parsing.ArgumentResult result, string name, int least, int most)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        result.AddError($"{name} must be a whole number from {least} to {most}, but is '{text}'.");
        return null;
    }
}
