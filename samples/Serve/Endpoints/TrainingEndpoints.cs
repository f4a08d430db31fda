using System.Globalization;
using ServeSample.Training;

namespace ServeSample.Endpoints;

/// <summary>A training that the page watches and steers: <c>/training</c>.</summary>
internal static class TrainingEndpoints
{
    private const int MaxEpochs = 1000;

    /// <summary>Gives them their addresses.</summary>
    /// <param name="app">The application.</param>
    public static void Map(WebApplication app)
    {
        app.MapGet("/training", (TrainingRun run) => run.Answer);
        app.MapGet("/training/events", (TrainingRun run, CancellationToken cancellation) =>
            TypedResults.ServerSentEvents(run.Listen(cancellation))).DisableRequestTimeout();
        var steer = app.MapGroup("/training");
        steer.MapPost("/start", (HttpRequest request, TrainingRun run) =>
            Steer(request, run, () => run.Start(Epochs(request), Serves(request))));
        steer.MapPost("/pause", (HttpRequest request, TrainingRun run) => Steer(request, run, run.Pause));
        steer.MapPost("/resume", (HttpRequest request, TrainingRun run) => Steer(request, run, run.Resume));
        steer.MapPost("/stop", (HttpRequest request, TrainingRun run) => Steer(request, run, run.Stop));
        steer.MapPost("/checkpoint", async (HttpRequest request, TrainingRun run) =>
        {
            RefuseOtherSites(request);
            await run.CheckpointAsync(Serves(request)).WaitAsync(request.HttpContext.RequestAborted);
            return run.Answer;
        });
    }

    private static TrainingAnswer Steer(HttpRequest request, TrainingRun run, Action what)
    {
        RefuseOtherSites(request);
        what();
        return run.Answer;
    }

    /// <summary>
    /// A page of another site must not train here because somebody visits it; browsers say which site a request comes from.
    /// </summary>
    private static void RefuseOtherSites(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
            throw new RequestException(403, "A training is steered from this program's own page, or without a browser.");
    }

    private static int Epochs(HttpRequest request)
    {
        var text = request.Query["epochs"].ToString();
        if (text.Length == 0)
            return 5;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epochs) && epochs is >= 1 and <= MaxEpochs
            ? epochs
            : throw new RequestException(400, $"epochs is a whole number from 1 to {MaxEpochs}, not '{text}'.");
    }

    private static bool Serves(HttpRequest request) => request.Query["serve"].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        var other => throw new RequestException(400, $"serve is true or false, not '{other}'."),
    };
}
