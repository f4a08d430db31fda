using CnnGen.Training;
using Xunit;

namespace CnnGen.AspNetCore.Tests;

/// <summary>Many callers, one set of weights: the answers of the network itself, in whatever company.</summary>
public sealed class PredictionServiceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task EveryAnswerHasTheBitsOfTheNetwork(int predictors)
    {
        using var network = new Served(seed: 1);
        var (images, expected) = Images(network, count: 40);
        using var service = new PredictionService(network, new PredictionOptions { Predictors = predictors });
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            for (var call = 0; call < 50; call++)
            {
                var count = random.Next(1, 5);
                var first = random.Next(40 - count);
                var own = images.AsMemory(first * Served.InputSize, count * Served.InputSize);
                var outputs = new float[count * Served.OutputSize];
                if (random.Next(2) == 0)
                    await service.PredictAsync(own, outputs);
                else
                    await service.PredictAsync(own.ToArray().Select(value => (float)value).ToArray(), outputs);
                Assert.Equal(expected[(first * Served.OutputSize)..][..outputs.Length], outputs);
            }
        })));
        Assert.Equal(0, service.WaitingRequests);
    }

    [Fact]
    public async Task FurtherOutputsAreThoseOfTheNetwork()
    {
        using var network = new ThreeOutputs(seed: 2);
        var images = new byte[7 * ThreeOutputs.InputSize];
        new Random(1).NextBytes(images);
        var (last, maps, features) = (new float[7 * 3], new float[7 * 4 * 4 * 8], new float[7 * 5]);
        network.Predict(images, last, maps, features);
        using var service = new PredictionService(network, new PredictionOptions { Predictors = 1 });
        List<(Task Task, float[] Last, float[] Maps, float[] Features)> answers = [];
        Task first;
        using (new NetworkAtWork(network))
        {
            first = Task.Run(async () => await service.PredictAsync(images.AsMemory(0, ThreeOutputs.InputSize), new float[3]));
            await Wait.For(() => IsBusy(service));
            for (var i = 0; i < 7; i++)
            {
                var answer = (new float[3], new float[4 * 4 * 8], new float[5]);
                var image = images.AsMemory(i * ThreeOutputs.InputSize, ThreeOutputs.InputSize);
                answers.Add((
                    service.PredictAsync(image, answer.Item1, [answer.Item2, answer.Item3]).AsTask(),
                    answer.Item1, answer.Item2, answer.Item3));
            }
        }

        await first;
        for (var i = 0; i < 7; i++)
        {
            await answers[i].Task;
            Assert.Equal(last[(i * 3)..][..3], answers[i].Last);
            Assert.Equal(maps[(i * 4 * 4 * 8)..][..(4 * 4 * 8)], answers[i].Maps);
            Assert.Equal(features[(i * 5)..][..5], answers[i].Features);
        }
    }

    [Theory]
    [InlineData(64, 60, new[] { 1, 10 })]
    [InlineData(4, 60, new[] { 1, 4, 4, 2 })]
    [InlineData(64, 0, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    public async Task ThoseThatWaitArePredictedTogether(int maxBatch, int boundSeconds, int[] expected)
    {
        using var network = new Served(seed: 1);
        var (images, answers) = Images(network, count: 11);
        var options = new PredictionOptions
        {
            Predictors = 1,
            MaxBatch = maxBatch,
            LatencyBound = TimeSpan.FromSeconds(boundSeconds),
        };
        using var batches = new Batches();
        using var service = new PredictionService(network, options, batches);
        var outputs = new float[11][];
        List<Task> tasks = [];
        using (new NetworkAtWork(network))
        {
            for (var i = 0; i < 11; i++)
            {
                var (image, output) = (images.AsMemory(i * Served.InputSize, Served.InputSize), outputs[i] = new float[Served.OutputSize]);
                // The first is at work on the thread that asks.
                async Task Predict() => await service.PredictAsync(image, output);
                tasks.Add(i > 0 ? Predict() : Task.Run(Predict));
                if (i == 0)
                    await Wait.For(() => IsBusy(service));
            }

            Assert.Equal(10, service.WaitingRequests);
        }

        await Task.WhenAll(tasks);
        Assert.Equal(expected, batches.Sizes);
        Assert.Equal(answers, outputs.SelectMany(output => output));
    }

    [Fact]
    public async Task BytesAndFloatsAreNotPredictedTogether()
    {
        using var network = new Served(seed: 1);
        var (images, expected) = Images(network, count: 1);
        using var batches = new Batches();
        var options = new PredictionOptions { Predictors = 1, LatencyBound = TimeSpan.FromMinutes(1) };
        using var service = new PredictionService(network, options, batches);
        float[] floats = [.. images.Select(value => (float)value)];
        var outputs = Enumerable.Range(0, 5).Select(_ => new float[Served.OutputSize]).ToArray();
        List<Task> tasks = [];
        using (new NetworkAtWork(network))
        {
            tasks.Add(Task.Run(async () => await service.PredictAsync(images, outputs[0])));
            await Wait.For(() => IsBusy(service));
            tasks.Add(service.PredictAsync(floats, outputs[1]).AsTask());
            tasks.Add(service.PredictAsync(images, outputs[2]).AsTask());
            tasks.Add(service.PredictAsync(images, outputs[3]).AsTask());
            tasks.Add(service.PredictAsync(floats, outputs[4]).AsTask());
        }

        await Task.WhenAll(tasks);
        Assert.Equal([1, 1, 2, 1], batches.Sizes);
        Assert.All(outputs, output => Assert.Equal(expected, output));
    }

    [Fact]
    public async Task OneTooManyIsRefusedAndOthersAreNot()
    {
        using var network = new Served(seed: 1);
        using var service = new PredictionService(network, new PredictionOptions { Predictors = 1, QueueLimit = 2 });
        var image = new byte[Served.InputSize];
        List<Task> tasks = [];
        using (new NetworkAtWork(network))
        {
            tasks.Add(Task.Run(async () => await service.PredictAsync(image, new float[Served.OutputSize])));
            await Wait.For(() => IsBusy(service));
            tasks.Add(service.PredictAsync(image, new float[Served.OutputSize]).AsTask());
            tasks.Add(service.PredictAsync(image, new float[Served.OutputSize]).AsTask());
            var error = await Assert.ThrowsAsync<PredictionQueueFullException>(
                async () => await service.PredictAsync(image, new float[Served.OutputSize]));
            Assert.Equal("2 requests wait for a prediction of Served, as many as may. Try again later.", error.Message);
        }

        await Task.WhenAll(tasks);
    }

    [Fact]
    public async Task WhoGivesUpIsFreeAtOnce()
    {
        using var network = new Served(seed: 1);
        var (images, expected) = Images(network, count: 1);
        using var service = new PredictionService(network, new PredictionOptions { Predictors = 1, QueueLimit = 2 });
        using var cancellation = new CancellationTokenSource();
        var (given, other) = (new float[Served.OutputSize], new float[Served.OutputSize]);
        Task first, waiting, next;
        using (new NetworkAtWork(network))
        {
            first = Task.Run(async () => await service.PredictAsync(images, new float[Served.OutputSize]));
            await Wait.For(() => IsBusy(service));
            var gone = service.PredictAsync(images, given, cancellation.Token).AsTask();
            waiting = service.PredictAsync(images, other).AsTask();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await service.PredictAsync(images, given, cancellation.Token));
            // Its place is free, where two may wait.
            Assert.Equal(1, service.WaitingRequests);
            next = service.PredictAsync(images, new float[Served.OutputSize]).AsTask();
        }

        await Task.WhenAll(first, waiting, next);
        Assert.Equal(expected, other);
        Assert.Equal(new float[Served.OutputSize], given);
    }

    /// <summary>Weights are changed for all at once: no answer is of some of these and some of those.</summary>
    [Fact]
    public async Task AnswersAreOfTheWeightsOfBeforeOrAfter()
    {
        byte[][] weights = [WeightsOf(1), WeightsOf(2)];
        using var network = new Served(seed: 1);
        var (images, _) = Images(network, count: 3);
        var answers = weights.Select(file =>
        {
            network.Load(file);
            return Predict(network, images);
        }).ToArray();
        Assert.NotEqual(answers[0], answers[1]);
        using var service = new PredictionService<Served>(network, new PredictionOptions { Predictors = 2 });
        using var end = new CancellationTokenSource();
        var seen = new int[2];
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                var outputs = new float[3 * Served.OutputSize];
                await service.PredictAsync(images, outputs);
                var which = Array.FindIndex(answers, answer => answer.AsSpan().SequenceEqual(outputs));
                Assert.True(which >= 0, "an answer is of neither weights");
                Interlocked.Increment(ref seen[which]);
            }
        })).ToArray();
        for (var i = 0; i < 200; i++)
        {
            service.Network.Load(weights[i % 2]);
            await Task.Yield();
        }

        await end.CancelAsync();
        await Task.WhenAll(callers);
        Assert.All(seen, count => Assert.True(count > 0));
    }

    /// <summary>A training that takes the network again and again does not keep those out who predict, nor they it.</summary>
    [Fact]
    public async Task ATrainingGoesOnBeside()
    {
        using var network = new Served(seed: 1) { Threads = 1 };
        using var service = new PredictionService(network, new PredictionOptions { Predictors = 2 });
        using var end = new CancellationTokenSource();
        var (images, _) = Images(network, count: 16);
        var labels = Enumerable.Range(0, 16).Select(i => i % 10).ToArray();
        var steps = 0;
        var training = Task.Factory.StartNew(
            () =>
            {
                var optimizer = new Sgd(0.001);
                for (; !end.IsCancellationRequested; steps++)
                    network.TrainBatch(images, labels, optimizer);
            },
            TaskCreationOptions.LongRunning);
        for (var i = 0; i < 200; i++)
        {
            var outputs = new float[Served.OutputSize];
            await Task.Run(async () => await service.PredictAsync(images.AsMemory(0, Served.InputSize), outputs))
                .WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(1, outputs.Sum(), 1e-5);
        }

        await end.CancelAsync();
        await training.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(steps > 0);
    }

    [Fact]
    public async Task WhatDoesNotFitIsRefused()
    {
        using var network = new Served(seed: 1);
        using var floats = new FloatsOnly(seed: 1);
        using var outputs = new ThreeOutputs(seed: 1);
        using var service = new PredictionService(network);
        using var floatService = new PredictionService(floats);
        using var outputService = new PredictionService(outputs);
        Assert.StartsWith(
            "Served takes images of 8 x 8 x 1 = 64 values, but 65 values are no whole number of them.",
            (await Assert.ThrowsAsync<ArgumentException>(async () => await service.PredictAsync(new byte[65], new float[10]))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Outputs of 2 images are 20 values (10 each), but there is room for 10.",
            (await Assert.ThrowsAsync<ArgumentException>(async () => await service.PredictAsync(new float[128], new float[10]))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "FloatsOnly does not begin with [Normalization] or [Rescaling]",
            (await Assert.ThrowsAsync<InvalidOperationException>(
                async () => await floatService.PredictAsync(new byte[72], new float[8]))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "ThreeOutputs has 2 outputs besides that of its last layer, but room for 1 came.",
            (await Assert.ThrowsAsync<ArgumentException>(
                async () => await outputService.PredictAsync(new byte[36], new float[3], [new float[128]]))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Output 'features' of 1 image is 5 values (5 each), but there is room for 6.",
            (await Assert.ThrowsAsync<ArgumentException>(
                async () => await outputService.PredictAsync(new byte[36], new float[3], [new float[128], new float[6]]))).Message,
            StringComparison.Ordinal);
        await service.PredictAsync(Array.Empty<byte>(), Array.Empty<float>());
        foreach (var wrong in new[]
        {
            new PredictionOptions { Predictors = 0 }, new PredictionOptions { QueueLimit = 0 }, new PredictionOptions { MaxBatch = 0 },
            new PredictionOptions { LatencyBound = TimeSpan.FromTicks(-1) },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new PredictionService(network, wrong));
        }
    }

    [Fact]
    public async Task AfterTheEndAllAreRefused()
    {
        var network = new Served(seed: 1);
        var service = new PredictionService(network, new PredictionOptions { Predictors = 1 });
        var image = new byte[Served.InputSize];
        Task first, waiting, end;
        using (new NetworkAtWork(network))
        {
            first = Task.Run(async () => await service.PredictAsync(image, new float[Served.OutputSize]));
            await Wait.For(() => IsBusy(service));
            waiting = service.PredictAsync(image, new float[Served.OutputSize]).AsTask();
            end = Task.Run(service.Dispose);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
            await Assert.ThrowsAsync<ObjectDisposedException>(
                async () => await service.PredictAsync(image, new float[Served.OutputSize]));
            Assert.False(end.IsCompleted);
        }

        // What is under way is finished.
        await first;
        await end;
        service.Dispose();
        network.Dispose();
        using var other = new PredictionService(network = new Served(seed: 1), new PredictionOptions { Predictors = 1 });
        network.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await other.PredictAsync(image, new float[Served.OutputSize]));
        Assert.Throws<ObjectDisposedException>(() => new PredictionService(network));
    }

    [Fact]
    public void APredictionAtOnceAllocatesNothing()
    {
        using var network = new Served(seed: 1);
        using var service = new PredictionService(network, new PredictionOptions { Predictors = 1 });
        service.WarmUp();
        var (image, outputs) = (new byte[Served.InputSize], new float[Served.OutputSize]);
        Predict(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Predict(1000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Predict(int times)
        {
            for (var i = 0; i < times; i++)
                Assert.True(service.PredictAsync(image, outputs).IsCompletedSuccessfully);
        }
    }

    private static (byte[] Images, float[] Expected) Images(Served network, int count)
    {
        var images = new byte[count * Served.InputSize];
        new Random(3).NextBytes(images);
        return (images, Predict(network, images));
    }

    private static float[] Predict(Served network, byte[] images)
    {
        var outputs = new float[images.Length / Served.InputSize * Served.OutputSize];
        network.Predict(images, outputs);
        return outputs;
    }

    private static byte[] WeightsOf(int seed)
    {
        var path = Path.GetTempFileName();
        try
        {
            using var network = new Served(seed);
            network.Save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Whether its only predictor is at work.</summary>
    private static bool IsBusy(PredictionService service) => service.IdlePredictors == 0;
}
