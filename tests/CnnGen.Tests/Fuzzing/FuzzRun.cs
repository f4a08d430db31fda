using CnnGen.Tests.Formats;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Fuzzing;

/// <summary>
/// Reads many mutated files. Whatever is in a file, a reader gives its values or the one exception that it documents for content, and
/// takes memory in proportion to the file.
/// </summary>
/// <remarks>
/// Input i of a format depends on i alone. <c>CNNGEN_FUZZ</c> is the number of inputs for each reader (5,000 when it is not set),
/// <c>CNNGEN_FUZZ_FIRST</c> the first of them: a failure names the input, and <c>CNNGEN_FUZZ=1 CNNGEN_FUZZ_FIRST=that</c> runs it alone.
/// </remarks>
internal static class FuzzRun
{
    private const int Inputs = 5_000;

    private static readonly TimeSpan LongestRead = TimeSpan.FromMinutes(1);

    /// <summary>Runs a reader over mutated files.</summary>
    /// <param name="make">Makes the file of an input.</param>
    /// <param name="read">
    /// Reads it, and checks the values of one that is left as it should be; returns the bytes that the values take.
    /// </param>
    /// <param name="isRefusal">
    /// Which exceptions the reader documents for content; <see cref="InvalidDataException"/> when null. Each must name the file.
    /// </param>
    /// <param name="allowance">What the reader may take beyond what the file holds.</param>
    public static void Over(
        Func<Mutation, byte[]> make, Func<string, long> read, Func<Exception, bool>? isRefusal = null,
        long allowance = Allocated.Allowance)
    {
        using var folder = new TemporaryFolder();
        var first = Setting.Number("CNNGEN_FUZZ_FIRST", 0);
        var (accepted, refused) = (0, 0);
        for (var input = first; input < first + Setting.Number("CNNGEN_FUZZ", Inputs); input++)
        {
            var content = make(new Mutation(input));
            var path = folder.Write("input", content);
            var honest = 0L;
            Exception? error = null;
            var allocated = 0L;
            // Reading takes milliseconds. A thread of its own, so that the input that never ends is named.
            var reading = Task.Run(() => allocated = Allocated.By(() => error = Record.Exception(() => honest = read(path))));
            if (!reading.Wait(LongestRead))
                Assert.Fail($"{Named(input)} is still being read after {LongestRead}\n{Text(content)}");
            var isDocumented = error is null
                || ((isRefusal?.Invoke(error) ?? error is InvalidDataException) && error.Message.Contains(path, StringComparison.Ordinal));
            if (!isDocumented || allocated > content.Length + honest + allowance)
            {
                Assert.Fail($"{Named(input)} took {allocated} bytes and ended in {error}\n{Text(content)}");
            }

            accepted += error is null ? 1 : 0;
            refused += error is null ? 0 : 1;
        }

        // A mutation that ruins everything, or nothing, tests little.
        if (accepted + refused >= Inputs)
        {
            Assert.True(accepted > (accepted + refused) / 50 && refused > (accepted + refused) / 50,
                $"{accepted} of the inputs were read, {refused} refused");
        }
    }

    private static string Named(int input) => $"Input {input} (CNNGEN_FUZZ=1 CNNGEN_FUZZ_FIRST={input})";

    private static string Text(byte[] content) => Convert.ToBase64String(content.AsSpan(0, Math.Min(content.Length, 10_000)));
}
