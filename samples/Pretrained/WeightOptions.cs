using System.CommandLine;

namespace PretrainedSample;

/// <summary>The options that say where MobileNet's weights are.</summary>
internal sealed class WeightOptions
{
    /// <summary>A file.</summary>
    public Option<FileInfo?> File { get; } = new("--weights")
    {
        HelpName = "FILE.h5",
        Description = "MobileNet's weights, 0.25 wide, as Keras saves them: the whole model or weights alone. Default: the cache, else a"
            + $" download of 2.1 MB from {MobileNetWeights.Official.Address}, checked by SHA-256.",
    };

    /// <summary>Another address.</summary>
    public Option<Uri?> Mirror { get; } = new("--mirror")
    {
        HelpName = "URL",
        Description = "Another address to download that file from; its SHA-256 is checked all the same.",
        CustomParser = result =>
        {
            if (Uri.TryCreate($"{result.Tokens[0].Value.TrimEnd('/')}/", UriKind.Absolute, out var address)
                && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"--mirror must be an address that begins with http: or https:, but is '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    /// <summary>The path of the weights, or null with the reason: <see cref="MobileNetWeights.Find"/>.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="why">Where there are none, why.</param>
    public string? Find(ParseResult command, out string why) =>
        MobileNetWeights.Find(command.GetValue(File), command.GetValue(Mirror), out why);
}
