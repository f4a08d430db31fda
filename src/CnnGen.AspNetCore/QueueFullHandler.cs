using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace CnnGen.AspNetCore;

/// <summary>Answers 503 with problem details, and when to come again, where too many requests wait.</summary>
internal sealed class QueueFullHandler : IExceptionHandler
{
    private const string RetryAfterSeconds = "1";

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not PredictionQueueFullException)
            return false;
        httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        await Results.Problem(exception.Message, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(httpContext)
            .ConfigureAwait(false);
        return true;
    }
}
