namespace CnnGen.AspNetCore;

/// <summary>More requests wait for a prediction than may: <see cref="PredictionOptions.QueueLimit"/>.</summary>
/// <param name="message">What to do.</param>
public sealed class PredictionQueueFullException(string message) : Exception(message);
