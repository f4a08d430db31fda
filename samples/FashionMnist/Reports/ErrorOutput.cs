namespace FashionSample.Reports;

/// <summary>The standard error output, which a closed terminal takes away: what cannot be said any more ends nothing.</summary>
internal static class ErrorOutput
{
    /// <summary>Writes a line.</summary>
    /// <param name="line">The line.</param>
    public static void WriteLine(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (IOException)
        {
            // There is nobody to tell.
        }
    }
}
