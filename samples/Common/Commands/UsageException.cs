namespace CnnGen.Samples.Commands;

/// <summary>The command line asks for what cannot be.</summary>
/// <param name="message">What was expected, what came, what to do.</param>
internal sealed class UsageException(string message) : Exception(message);
