using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CnnGen.AspNetCore.Tests;

/// <summary>Networks in a server, as its program adds them.</summary>
public sealed class AddCnnGenTests
{
    [Fact]
    public async Task AServerPredicts()
    {
        await using var app = await StartAsync(services => services.AddCnnGen<Served>());
        using var client = new HttpClient { BaseAddress = Address(app) };
        var image = new byte[Served.InputSize];
        new Random(1).NextBytes(image);
        var expected = new float[Served.OutputSize];
        using (var network = new Served())
            network.Predict(image, expected);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            using var response = await client.PostAsync("/predict", new ByteArrayContent(image));
            return await response.Content.ReadFromJsonAsync<float[]>();
        }));
        Assert.All(answers, answer => Assert.Equal(expected, answer));
    }

    [Fact]
    public async Task NetworksHaveOptionsOfTheirOwn()
    {
        await using var app = await StartAsync(services => services
            .AddCnnGen<Served>(options => options.Predictors = 3)
            .AddCnnGen(_ => new FloatsOnly(seed: 5), options => options.Predictors = 2));
        var served = app.Services.GetRequiredService<PredictionService<Served>>();
        Assert.Equal(3, served.IdlePredictors);
        Assert.Same(app.Services.GetRequiredService<Served>(), served.Network);
        Assert.Equal(2, app.Services.GetRequiredService<PredictionService<FloatsOnly>>().IdlePredictors);
    }

    [Fact]
    public async Task AnOptionOutOfItsRangeEndsTheStart()
    {
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => StartAsync(services => services.AddCnnGen<Served>(options => options.QueueLimit = 0)));
        Assert.Contains(nameof(PredictionOptions.QueueLimit), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneRequestTooManyIsToldWhenToComeAgain()
    {
        await using var app = await StartAsync(
            services => services.AddCnnGen<Served>(options => (options.Predictors, options.QueueLimit) = (1, 1)));
        var service = app.Services.GetRequiredService<PredictionService<Served>>();
        using var client = new HttpClient { BaseAddress = Address(app) };
        Task<HttpResponseMessage> Ask() => client.PostAsync("/predict", new ByteArrayContent(new byte[Served.InputSize]));
        List<Task<HttpResponseMessage>> answers = [];
        using (new NetworkAtWork(service.Network))
        {
            answers.Add(Ask());
            await Wait.For(() => service.IdlePredictors == 0);
            answers.Add(Ask());
            await Wait.For(() => service.WaitingRequests == 1);
            using var refused = await Ask();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(
                "1 requests wait for a prediction of Served, as many as may. Try again later.", problem.GetProperty("detail").GetString());
        }

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task TheEndOfAServerIsThatOfItsNetworks()
    {
        var app = await StartAsync(services => services.AddCnnGen<Served>());
        var service = app.Services.GetRequiredService<PredictionService<Served>>();
        await app.StopAsync();
        await app.DisposeAsync();
        var (image, outputs) = (new byte[Served.InputSize], new float[Served.OutputSize]);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await service.PredictAsync(image, outputs));
        Assert.Throws<ObjectDisposedException>(() => service.Network.Predict(image, outputs));
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "Its caller disposes of it.")]
    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        add(builder.Services);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.MapPost("/predict", async (HttpRequest request, IServiceProvider services) =>
        {
            var (image, outputs) = (new byte[Served.InputSize], new float[Served.OutputSize]);
            await request.Body.ReadExactlyAsync(image);
            await services.GetRequiredService<PredictionService<Served>>().PredictAsync(image, outputs, request.HttpContext.RequestAborted);
            return outputs;
        });
        await app.StartAsync();
        return app;
    }

    private static Uri Address(WebApplication app) => new(app.Urls.Single());
}
