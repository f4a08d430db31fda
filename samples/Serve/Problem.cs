using Microsoft.AspNetCore.Diagnostics;

namespace ServeSample;

/// <summary>Answers to what is wrong with a request: problem details, whose sentence says what to do.</summary>
/// <param name="options">The limits.</param>
internal sealed class Problem(ServeOptions options) : IExceptionHandler
{
    /// <summary>A status and why.</summary>
    /// <param name="status">The status.</param>
    /// <param name="sentence">What was expected, what came, what to do.</param>
    public static IResult Of(int status, string sentence) => Results.Problem(sentence, statusCode: status);

    /// <summary>Gives what no endpoint answered a sentence, too.</summary>
    /// <param name="context">The answer.</param>
    public static void Explain(ProblemDetailsContext context)
    {
        var request = context.HttpContext.Request;
        context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at {request.Path}: the page is at /, and links to the rest.",
            StatusCodes.Status405MethodNotAllowed =>
                $"{request.Path} takes {context.HttpContext.Response.Headers.Allow}, not {request.Method}.",
            _ => null,
        };
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Describe(exception) is not { } problem)
            return false;
        await Of(problem.Status, problem.Sentence).ExecuteAsync(httpContext);
        return true;
    }

    private (int Status, string Sentence)? Describe(Exception exception) => exception switch
    {
        RequestException refused => (refused.Status, refused.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (
            StatusCodes.Status413PayloadTooLarge,
            $"The body is larger than the {options.MaxBody:N0} bytes that are taken: send fewer or smaller pictures at a time."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
            (StatusCodes.Status408RequestTimeout, "The body came too slowly: send it again, in one go."),
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        InvalidDataException invalid => (StatusCodes.Status400BadRequest, invalid.Message),
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
