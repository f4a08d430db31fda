using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CnnGen.Generator.Tests.Support;
using CnnGen.Serve.Tests.Support;
using CnnGen.Tests.Support;
using ServeSample;

namespace CnnGen.Serve.Tests;

/// <summary>A training in the program, steered and watched from outside.</summary>
public sealed class TrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private ServeOptions Options => new()
    {
        Trains = true,
        Data = Repository.PathOf("samples", "FashionMnist", "data"),
        Limit = 256,
        Out = _folder["trained.safetensors"],
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ItRunsToItsEndAndTellsOfIt()
    {
        await using var server = await Server.StartAsync(Options);
        var before = Ask.Probabilities(await server.Client.Json("predict?top=10", Clothes.Pixels(0)));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var stream = await server.Client.GetStreamAsync("training/events", limit.Token);
        var seen = new List<string>();
        var state = "";
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(limit.Token))
        {
            if (seen.Count == 0)
            {
                Assert.Equal("idle", JsonDocument.Parse(item.Data).RootElement.GetProperty("state").GetString());
                Assert.Equal("loading", await SteerAsync(server, "start?epochs=2&serve=false"));
            }

            seen.Add(item.EventType);
            if (item.EventType == "state")
                state = JsonDocument.Parse(item.Data).RootElement.GetProperty("state").GetString()!;
            if (state is "done" or "failed")
                break;
        }

        Assert.Equal("done", state);
        Assert.Equal(2, seen.Count(type => type == "epoch"));
        Assert.Contains("batch", seen);
        Assert.Contains("filters", seen);

        // Whoever comes later sees the same.
        var answer = await Ask.Json(await server.Client.GetAsync("training"));
        Assert.Equal(2, answer.GetProperty("results").GetArrayLength());
        Assert.All(answer.GetProperty("points").EnumerateArray(), point => Assert.True(point.GetProperty("loss").GetDouble() > 0));

        // The network that answers is another one, and the one that learned was saved.
        Assert.Equal(before, Ask.Probabilities(await server.Client.Json("predict?top=10", Clothes.Pixels(0))));
        using var trained = ClothesCnn.Trained(Options.Out);
        Assert.NotEqual(before, Predict(trained));
    }

    /// <summary>Where that was asked for, the network that answers, and what looks inside of it, get what was learned.</summary>
    [Fact]
    public async Task ItGivesItsWeightsOn()
    {
        await using var server = await Server.StartAsync(Options);
        var before = Ask.Probabilities(await server.Client.Json("predict?top=10", Clothes.Pixels(0)));
        await SteerAsync(server, "start?epochs=1&serve=true");
        await WaitAsync(server, answer => answer.GetProperty("state").GetString() == "done");
        using var trained = ClothesCnn.Trained(Options.Out);
        Assert.NotEqual(before, Predict(trained));
        Assert.Equal(Predict(trained), Ask.Probabilities(await server.Client.Json("predict?top=10", Clothes.Pixels(0))));
        using var inspector = trained.Inspect();
        var inside = await server.Client.Json("inspect?layer=conv2d", Clothes.Pixels(0));
        Assert.Equal(
            inspector.Activations(Clothes.Pixels(0))["conv2d"].ToArray(), Ask.Values(inside.GetProperty("layers")[0]));
    }

    [Fact]
    public async Task ItPausesSavesGoesOnAndStops()
    {
        await using var server = await Server.StartAsync(Options);
        await SteerAsync(server, "start?epochs=1000");
        await WaitAsync(server, answer => answer.GetProperty("batch").ValueKind != JsonValueKind.Null);
        Assert.Equal("paused", await SteerAsync(server, "pause"));
        await Task.Delay(300);
        var paused = await Ask.Json(await server.Client.GetAsync("training"));
        await Task.Delay(300);
        var later = await Ask.Json(await server.Client.GetAsync("training"));
        Assert.Equal(paused.GetProperty("batch").ToString(), later.GetProperty("batch").ToString());

        Assert.Equal("paused", await SteerAsync(server, "checkpoint?serve=true"));
        using (var trained = ClothesCnn.Trained(Options.Out))
            Assert.Equal(Predict(trained), Ask.Probabilities(await server.Client.Json("predict?top=10", Clothes.Pixels(0))));

        Assert.Equal("running", await SteerAsync(server, "resume"));
        await WaitAsync(server, answer => answer.GetProperty("batch").ToString() != paused.GetProperty("batch").ToString());
        await SteerAsync(server, "stop");
        await WaitAsync(server, answer => answer.GetProperty("state").GetString() == "stopped");
        Assert.Equal("loading", await SteerAsync(server, "start?epochs=1"));
    }

    [Theory]
    [InlineData("pause", "The training is not running but idle")]
    [InlineData("resume", "The training is not paused but idle")]
    [InlineData("stop", "The training is not under way but idle")]
    [InlineData("checkpoint", "The training is not under way but idle")]
    public async Task WhatDoesNotGoIsRefused(string what, string sentence)
    {
        await using var server = await Server.StartAsync(Options);
        using var response = await server.Client.PostAsync($"training/{what}", null);
        await response.IsProblem(HttpStatusCode.Conflict, sentence);
    }

    [Fact]
    public async Task ASecondStartIsRefused()
    {
        await using var server = await Server.StartAsync(Options);
        await SteerAsync(server, "start?epochs=1000");
        using var response = await server.Client.PostAsync("training/start", null);
        await response.IsProblem(HttpStatusCode.Conflict, "A training is under way: stop it first");
    }

    [Fact]
    public async Task WithoutTheOptionThereIsNone()
    {
        await using var server = await Server.StartAsync();
        using var response = await server.Client.PostAsync("training/start", null);
        await response.IsProblem(HttpStatusCode.NotFound, "start it with --train");
        Assert.Equal("off", (await Ask.Json(await server.Client.GetAsync("training"))).GetProperty("state").GetString());
    }

    [Fact]
    public async Task APageOfAnotherSiteIsRefused()
    {
        await using var server = await Server.StartAsync(Options);
        using var request = new HttpRequestMessage(HttpMethod.Post, "training/start");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await server.Client.SendAsync(request);
        await response.IsProblem(HttpStatusCode.Forbidden, "own page");
    }

    [Fact]
    public async Task DataThatIsNotThereIsItsEndAndNotTheProgrammes()
    {
        await using var server = await Server.StartAsync(Options with { Data = _folder.NewFolder() });
        await SteerAsync(server, "start");
        var answer = await WaitAsync(server, each => each.GetProperty("state").GetString() == "failed");
        Assert.Contains("images", answer.GetProperty("message").GetString());
        await server.Client.Json("predict", Clothes.Pixels(0));
    }

    private static async Task<string> SteerAsync(Server server, string what)
    {
        using var response = await server.Client.PostAsync($"training/{what}", null);
        return (await Ask.Json(response)).GetProperty("state").GetString()!;
    }

    private static async Task<JsonElement> WaitAsync(Server server, Func<JsonElement, bool> until)
    {
        for (var i = 0; i < 600; i++)
        {
            var answer = await Ask.Json(await server.Client.GetAsync("training"));
            if (until(answer))
                return answer;
            await Task.Delay(100);
        }

        throw new TimeoutException("The training did not come so far within a minute.");
    }

    private static float[] Predict(ClothesCnn network)
    {
        var outputs = new float[ClothesCnn.OutputSize];
        network.Predict(Clothes.Pixels(0), outputs);
        return outputs;
    }
}
