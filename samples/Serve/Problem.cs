using CnnGen.AspNetCore;

namespace ServeSample;

/// <summary>Answers to what is wrong with a request: problem details, whose sentence says what to do.</summary>
internal static class Problem
{
    /// <summary>A status and why.</summary>
    /// <param name="status">The status.</param>
    /// <param name="sentence">What was expected, what came, what to do.</param>
    public static IResult Of(int status, string sentence) => Results.Problem(sentence, statusCode: status);

    /// <summary>Answers exceptions that a request is the reason of, or the moment.</summary>
    /// <param name="context">The request.</param>
    /// <param name="next">What answers it.</param>
    /// <param name="options">The limits.</param>
    public static async Task Catch(HttpContext context, RequestDelegate next, ServeOptions options)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            if (Describe(error, options) is not { } problem)
            {
                if (context.RequestAborted.IsCancellationRequested)
                    return;
                throw;
            }

            context.Response.Clear();
            Page.Protect(context.Response.Headers);
            if (problem.Status == StatusCodes.Status503ServiceUnavailable)
                context.Response.Headers.RetryAfter = "1";
            await Of(problem.Status, problem.Sentence).ExecuteAsync(context);
        }
    }

    private static (int Status, string Sentence)? Describe(Exception error, ServeOptions options) => error switch
    {
        RequestException refused => (refused.Status, refused.Message),
        PredictionQueueFullException => (503, $"{options.Queue} images wait already: ask again in a second."),
        BadHttpRequestException { StatusCode: 413 } =>
            (413, $"The body is larger than the {options.MaxBody} bytes that are taken: send fewer or smaller pictures at a time."),
        BadHttpRequestException { StatusCode: 408 } => (408, "The body came too slowly: send it again, in one go."),
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        InvalidDataException invalid => (400, invalid.Message),
        _ => null,
    };
}

/// <summary>A request that cannot be answered.</summary>
/// <param name="status">The status.</param>
/// <param name="message">What was expected, what came, what to do.</param>
internal sealed class RequestException(int status, string message) : Exception(message)
{
    /// <summary>The status.</summary>
    public int Status { get; } = status;
}
