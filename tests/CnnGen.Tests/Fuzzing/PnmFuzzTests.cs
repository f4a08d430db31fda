using System.Globalization;
using System.Text;
using Xunit;

namespace CnnGen.Tests.Fuzzing;

public sealed class PnmFuzzTests
{
    [Fact]
    public void Pictures_are_read_or_refused() => PictureFuzz.Run(Make);

    /// <param name="mutation">The choices.</param>
    /// <param name="expected">The pixels of a picture that is as it should be; else null.</param>
    private static byte[] Make(Mutation mutation, out byte[]? expected)
    {
        var kind = mutation.OneOf(2, 3, 5, 6);
        var (width, height, maximum) = (1 + mutation.Below(20), 1 + mutation.Below(20), mutation.OneOf(1, 4, 255, 256, 257, 65535));
        var samples = new int[width * height * (kind is 3 or 6 ? 3 : 1)];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = mutation.Below(maximum + 1);
        expected = mutation.IsNone
            ? [.. samples.Select(sample => (byte)Math.Round(255.0 * sample / maximum, MidpointRounding.AwayFromZero))]
            : null;

        var header = new StringBuilder($"P{kind}");
        foreach (var number in new[] { width, height, maximum })
        {
            header.Append(mutation.OneOf(" ", "\n", "\r\n", "\t \v\f", " # a comment\n", "#\r"))
                .Append(CultureInfo.InvariantCulture, $"{mutation.Perhaps(number)}");
        }
        // A CR before a first sample of 10 would be taken for the end of a line, were there one byte more.
        header.Append(mutation.OneOf(" ", "\n", "\t", "# to the end\n"));
        var content = new List<byte>(Encoding.ASCII.GetBytes(header.ToString()));
        foreach (var sample in samples)
        {
            if (kind is 2 or 3)
                content.AddRange(Encoding.ASCII.GetBytes($"{mutation.Perhaps(sample)}{mutation.OneOf(" ", "\n", " # what\n")}"));
            else if (maximum > 255)
                content.AddRange([(byte)(sample >> 8), (byte)sample]);
            else
                content.Add((byte)sample);
        }

        return mutation.Spoil([.. content]);
    }
}
