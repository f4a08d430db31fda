// dotnet run -c Release
// curl --data-binary @boot.png http://localhost:5000/predict
using System.Text.Json.Serialization;
using CnnGen.Training;
using Microsoft.AspNetCore.Diagnostics;

const int MaxBytes = 10 << 20;

var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBytes);
builder.Services.AddSingleton<Classifier>();
builder.Services.AddProblemDetails();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Answers.Default));

var app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions
{
    // A body that is too large or broken off is the sender's fault.
    StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
});
app.UseStatusCodePages();

app.MapGet("/healthz", () => "ok");
app.MapGet("/model", () => new Model(
    Network.Information.Name, Network.Information.InputShape, Network.ClassNames, Network.ParameterCount));
app.MapPost("/predict", async Task<IResult> (HttpRequest request, Classifier classifier, int top = 3) =>
{
    if (top < 1 || top > Network.OutputSize)
        return Results.Problem($"top is 1 to {Network.OutputSize}, not {top}.", statusCode: StatusCodes.Status400BadRequest);
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
    try
    {
        return Results.Ok(await classifier.ClassifyAsync(body.ToArray(), top, request.HttpContext.RequestAborted));
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
