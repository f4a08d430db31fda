using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CnnGen.AspNetCore;
using CnnGen.Serve.Tests.Support;
using ServeSample;

namespace CnnGen.Serve.Tests;

/// <summary>What a client may ask for, how fast, and how slowly.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task ALargeBodyIsRefusedBeforeItIsThere()
    {
        await using var server = await Server.StartAsync();
        using var stream = await ConnectAsync(server);
        await stream.WriteAsync(Head(100_000_000).ToArray());
        var answer = await ReadAsync(stream);
        Assert.StartsWith("HTTP/1.1 413 ", answer);
        Assert.Contains("larger than the 10,000,000 bytes that are taken", answer);
    }

    [Fact]
    public async Task ALargeBodyWithoutALengthIsRefused()
    {
        await using var server = await Server.StartAsync(new ServeOptions { MaxBody = 784 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "predict") { Content = Ask.Content(new byte[785], Ask.Raw) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await server.Client.SendAsync(request);
        await response.IsProblem(HttpStatusCode.RequestEntityTooLarge, "larger than the 784 bytes");
        await server.Client.Json("predict", new byte[784]);
    }

    [Fact]
    public async Task MoreRequestsThanMayComeAreRefused()
    {
        await using var server = await Server.StartAsync(new ServeOptions { Rate = 3 });
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
        {
            using var response = await server.Client.GetAsync("healthz");
            statuses.Add(response.StatusCode);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                await response.IsProblem(HttpStatusCode.TooManyRequests, "More than 3 requests a second came from your address");
                Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
            }
        }

        // What may come at once; then one for each third of a second.
        Assert.All(statuses.Take(6), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    /// <summary>
    /// While the network is taken, as many requests wait as may; the next ones are refused, and those that wait are answered.
    /// </summary>
    [Fact]
    public async Task MoreRequestsThanMayWaitAreRefused()
    {
        await using var server = await Server.StartAsync(new ServeOptions { Queue = 1, Rate = 0 });
        var service = server.Get<PredictionService<ClothesCnn>>();
        using var taken = new SlowWeights();
        var loading = Task.Run(() => Assert.ThrowsAny<Exception>(() => service.Network.Load(taken)));
        await taken.IsRead;
        var requests = new List<Task<HttpResponseMessage>>();
        while (service.WaitingRequests == 0)
        {
            var idle = service.IdlePredictors;
            requests.Add(server.Client.Post("predict?top=10", Clothes.Pixels(0)));
            while (service.IdlePredictors == idle && service.WaitingRequests == 0)
                await Task.Delay(10);
        }

        using (var refused = await server.Client.Post("predict", Clothes.Pixels(0)))
        {
            await refused.IsProblem(HttpStatusCode.ServiceUnavailable, "1 requests wait");
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        }

        taken.End();
        await loading;
        foreach (var response in await Task.WhenAll(requests))
            Assert.Equal(Clothes.Predict(Clothes.Pixels(0)), Ask.Probabilities(await Ask.Json(response)));
    }

    [Fact]
    public async Task MoreConnectionsThanMayBeAreClosed()
    {
        await using var server = await Server.StartAsync(new ServeOptions { Connections = 1 });
        using var first = await ConnectAsync(server);
        await first.WriteAsync(Head(784).ToArray());
        // It counts from when the server has taken it.
        await Task.Delay(300);
        using (var second = await ConnectAsync(server))
            Assert.Equal("", await ReadAsync(second));
        await first.WriteAsync(new byte[784]);
        Assert.StartsWith("HTTP/1.1 200 ", await ReadAsync(first));
    }

    /// <summary>A body that hardly comes holds a connection for some seconds, and nobody else up.</summary>
    [Fact]
    public async Task ASlowClientIsLetGo()
    {
        await using var server = await Server.StartAsync();
        using var slow = await ConnectAsync(server);
        var since = Stopwatch.StartNew();
        await slow.WriteAsync(Head(784).Concat(new byte[10]).ToArray());
        var answer = ReadAsync(slow);
        await server.Client.Json("predict", Clothes.Pixels(0));
        Assert.StartsWith("HTTP/1.1 408 ", await answer);
        Assert.Contains("The body came too slowly", await answer);
        Assert.InRange(since.Elapsed, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task ARequestThatTakesTooLongIsGivenUp()
    {
        await using var server = await Server.StartAsync(new ServeOptions { Timeout = 1 });
        using var slow = await ConnectAsync(server);
        await slow.WriteAsync(Head(784).Concat(new byte[10]).ToArray());
        var answer = await ReadAsync(slow);
        Assert.StartsWith("HTTP/1.1 408 ", answer);
        Assert.Contains("took longer than 1 seconds", answer);
    }

    [Fact]
    public async Task HalfARequestHarmsNobody()
    {
        await using var server = await Server.StartAsync();
        using (var half = await ConnectAsync(server))
            await half.WriteAsync(Head(784).Concat(new byte[400]).ToArray());
        using (var headers = await ConnectAsync(server))
            await headers.WriteAsync("POST /predict HTTP/1.1\r\nHost: x\r\nConte"u8.ToArray());
        await server.Client.Json("predict", Clothes.Pixels(0));
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 ")]
    public async Task NoRequestAtAll(string text, string answer)
    {
        await using var server = await Server.StartAsync();
        using var stream = await ConnectAsync(server);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        Assert.StartsWith(answer, await ReadAsync(stream));
    }

    /// <summary>Who asks for much and never reads it holds up nobody.</summary>
    [Fact]
    public async Task AClientThatNeverReadsHoldsUpNobody()
    {
        await using var server = await Server.StartAsync();
        using var deaf = await ConnectAsync(server, receiveBuffer: 1024);
        byte[] inspect = [.. Head(784, "/inspect"), .. new byte[784]];
        for (var i = 0; i < 20; i++)
            await deaf.WriteAsync(inspect);
        await Task.Delay(200);
        for (var i = 0; i < 5; i++)
            await server.Client.Json("inspect", Clothes.Pixels(i));
    }

    private static IEnumerable<byte> Head(int length, string path = "/predict") => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n");

    private static async Task<NetworkStream> ConnectAsync(Server server, int receiveBuffer = 65536)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = receiveBuffer };
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>All that comes, until the other side ends it or it has said enough.</summary>
    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith("0\r\n\r\n", StringComparison.Ordinal))
        {
            var length = await stream.ReadAsync(buffer, limit.Token);
            if (length == 0)
                break;
            text.Append(Encoding.UTF8.GetString(buffer, 0, length));
        }

        return text.ToString();
    }

    /// <summary>Weights that do not come until they end, and then are none.</summary>
    private sealed class SlowWeights : Stream
    {
        private readonly TaskCompletionSource _read = new();
        private readonly ManualResetEventSlim _end = new();

        public Task IsRead => _read.Task;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void End() => _end.Set();

        public override int Read(byte[] buffer, int offset, int count)
        {
            _read.TrySetResult();
            _end.Wait();
            return 0;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _end.Set();
            base.Dispose(disposing);
        }
    }
}
