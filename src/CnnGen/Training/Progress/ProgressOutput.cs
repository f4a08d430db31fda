namespace CnnGen.Training;

/// <summary>
/// Where progress is written to, until that fails: a terminal that was closed, a pipe that nobody reads. Training goes on without it.
/// </summary>
/// <param name="output">The writer.</param>
internal sealed class ProgressOutput(TextWriter output)
{
    private bool _isGone;

    /// <summary>Writes a text at once.</summary>
    public void Write(string text)
    {
        if (_isGone)
            return;
        try
        {
            output.Write(text);
            output.Flush();
        }
        // Of a descriptor that was closed or is for reading only, .NET says that access is denied.
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            _isGone = true;
        }
    }
}
