using System.CommandLine;
using System.Text.Json.Serialization;
using CnnGen.AspNetCore;
using CnnGen.Benchmarks.Serving;
using TinyAot;

var engine = new Option<string>("--engine") { Description = "What predicts.", Required = true };
engine.AcceptOnlyFromAmong("cnngen", "onnxruntime");
var model = new Option<FileInfo>("--model") { HelpName = "FILE", Description = "Weights for CnnGen, or the ONNX file.", Required = true };
var threads = new Option<int>("--threads") { Description = "ONNX Runtime's threads inside an operator.", DefaultValueFactory = _ => 1 };
var port = new Option<int>("--port") { Description = "Where it listens.", DefaultValueFactory = _ => 5080 };
var command = new RootCommand("Serves one network by CnnGen or by ONNX Runtime, for load.py.") { engine, model, threads, port };
command.SetAction(result =>
    Serve(result.GetValue(engine)!, result.GetValue(model)!.FullName, result.GetValue(threads), result.GetValue(port)));
return command.Parse(args).Invoke();

static void Serve(string engine, string model, int threads, int port)
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
    builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Answers.Default));
    if (engine == "cnngen")
    {
        builder.Services.AddCnnGen(_ =>
        {
            var network = new TinyCnn();
            network.Load(model);
            return network;
        });
        builder.Services.AddSingleton<IEngine, CnnGenEngine>();
    }
    else
    {
        builder.Services.AddSingleton<IEngine>(_ => new OnnxRuntimeEngine(model, threads));
    }

    var app = builder.Build();
    app.MapPost("/predict", async (HttpRequest request, IEngine engine) =>
    {
        var image = new byte[TinyCnn.InputSize];
        await request.Body.ReadExactlyAsync(image, request.HttpContext.RequestAborted);
        return await engine.PredictAsync(image, request.HttpContext.RequestAborted);
    });
    app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("ready"));
    app.Run();
}

/// <summary>What is answered.</summary>
[JsonSerializable(typeof(float[]))]
internal sealed partial class Answers : JsonSerializerContext;
