// dotnet run -c Release
// curl --data-binary @boot.png http://localhost:5000/predict
using System.Globalization;
using System.Text.Json.Serialization;
using CnnGen.Training;

const int MaxBytes = 10 << 20;

var builder = WebApplication.CreateSlimBuilder(args);
// Bodies are read before they wait for a network: the two limits together bound the memory.
builder.WebHost.ConfigureKestrel(kestrel => (kestrel.Limits.MaxRequestBodySize, kestrel.Limits.MaxConcurrentConnections) = (MaxBytes, 100));
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
// One set of weights, and a predictor for each processor.
builder.Services.AddCnnGen<Network>();
builder.Services.AddSingleton<Classifier>();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Answers.Default));

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.Use(async (context, next) =>
{
    try
    {
        await next(context);
    }
    catch (BadHttpRequestException error) when (!context.Response.HasStarted)
    {
        // A body that is too large or broken off is the sender's fault.
        await Results.Problem(error.Message, statusCode: error.StatusCode).ExecuteAsync(context);
    }
});

app.MapGet("/healthz", () => "ok");
app.MapGet("/model", () => new Model(
    Network.Information.Name, Network.Information.InputShape, Network.ClassNames, Network.ParameterCount));
app.MapPost("/predict", async Task<IResult> (HttpRequest request, Classifier classifier, string? top) =>
{
    var count = Math.Min(3, Network.OutputSize);
    if (top is not null && !(int.TryParse(top, CultureInfo.InvariantCulture, out count) && count >= 1 && count <= Network.OutputSize))
        return Results.Problem($"top is 1 to {Network.OutputSize}, not {top}.", statusCode: StatusCodes.Status400BadRequest);
    // What curl calls a form by itself may be a picture all the same.
    if (request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
    {
        return Results.Problem(
            "The body is a form, but must be the picture itself: curl --data-binary @boot.png, not -F.",
            statusCode: StatusCodes.Status415UnsupportedMediaType);
    }

    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
    try
    {
        return Results.Ok(await classifier.ClassifyAsync(body.ToArray(), count, request.HttpContext.RequestAborted));
    }
    catch (InvalidDataException error)
    {
        return Results.Problem(error.Message, statusCode: StatusCodes.Status400BadRequest);
    }
});
app.Run();

/// <summary>What the service says of its network.</summary>
/// <param name="Name">The class.</param>
/// <param name="InputShape">Rows, columns and channels that pictures are brought to.</param>
/// <param name="ClassNames">What it tells apart.</param>
/// <param name="Parameters">Its weights.</param>
internal sealed record Model(string Name, IReadOnlyList<int> InputShape, IReadOnlyList<string> ClassNames, int Parameters);

// Written when the project is built, since machine code of NativeAOT looks nothing up.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Model))]
[JsonSerializable(typeof(ClassPrediction[]))]
internal sealed partial class Answers : JsonSerializerContext;
