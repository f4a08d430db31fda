using System.Globalization;
using System.Text.Json;
using CnnGen.Images;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ServeSample;

/// <summary>Images as the network takes them, one after the other: bytes, or floats where these came.</summary>
/// <param name="Bytes">Pixels; empty where floats came.</param>
/// <param name="Floats">Pixels as numbers from 0 to 255; empty where bytes came.</param>
internal readonly record struct Pictures(ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<float> Floats)
{
    /// <summary>How many images these are.</summary>
    public int Count => (Bytes.Length + Floats.Length) / ClothesCnn.InputSize;

    /// <summary>All of them as floats.</summary>
    public float[] ToFloats() => Floats.IsEmpty ? Array.ConvertAll(Bytes.ToArray(), pixel => (float)pixel) : Floats.ToArray();
}

/// <summary>Reads the pictures that requests bring.</summary>
internal sealed class PictureReader(ServeOptions options) : IDisposable
{
    private const string Kinds = "image/png or image/jpeg for a picture, multipart/form-data for several, application/octet-stream for raw"
        + " pixels, application/json for numbers";

    // A picture may take a hundred times the memory that its file has: no more of them at once than are worked on.
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    /// <summary>The pictures of a request: one or many.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RequestException">It brings something else; the message says what is taken.</exception>
    /// <exception cref="InvalidDataException">A picture is damaged, of another format, or too large.</exception>
    public async Task<Pictures> ReadAsync(HttpRequest request)
    {
        var inverts = request.Query["invert"].ToString() switch
        {
            "" or "false" => false,
            "true" => true,
            var other => throw new RequestException(400, $"invert is true or false, not '{other}'."),
        };
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            throw new RequestException(415, $"The request has no Content-Type: it is {Kinds}.");
        return type.MediaType.ToString().ToLowerInvariant() switch
        {
            "image/png" or "image/jpeg" => await ReadPicturesAsync([("the picture", await ReadBodyAsync(request))], inverts, request),
            "multipart/form-data" => await ReadFormAsync(request, inverts),
            "application/octet-stream" => ReadRaw(await ReadBodyAsync(request), inverts),
            "application/json" => await ReadNumbersAsync(request, inverts),
            var other => throw new RequestException(415, $"The Content-Type is {Kinds}, not '{other}'."),
        };
    }

    /// <summary>The picture of a request that brings one, as floats.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RequestException">It brings something else, or several; the message says what is taken.</exception>
    /// <exception cref="InvalidDataException">The picture is damaged, of another format, or too large.</exception>
    public async Task<float[]> ReadOneAsync(HttpRequest request)
    {
        var pictures = await ReadAsync(request);
        return pictures.Count == 1
            ? pictures.ToFloats()
            : throw new RequestException(400, $"One picture at a time can be looked into, but {pictures.Count} came.");
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private async Task<Pictures> ReadFormAsync(HttpRequest request, bool inverts)
    {
        var form = await ReadPartsAsync(request);
        if (form.Files.Count is 0 or > ServeOptions.MaxPictures)
        {
            throw new RequestException(400, $"A form brings 1 to {ServeOptions.MaxPictures} pictures as files, but this one"
                + $" {form.Files.Count}: curl -F file=@boot.png.");
        }

        List<(string, byte[])> files = [];
        foreach (var file in form.Files)
        {
            var content = new byte[file.Length];
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(content, request.HttpContext.RequestAborted);
            files.Add((string.Create(CultureInfo.InvariantCulture, $"picture {files.Count}"), content));
        }

        return await ReadPicturesAsync(files, inverts, request);
    }

    private async Task<IFormCollection> ReadPartsAsync(HttpRequest request)
    {
        try
        {
            // Kept in memory as all bodies are: there may be no folder for temporary files.
            return await request.ReadFormAsync(
                new FormOptions { MultipartBodyLengthLimit = options.MaxBody, MemoryBufferThreshold = options.MaxBody },
                request.HttpContext.RequestAborted);
        }
        catch (IOException error) when (error is not BadHttpRequestException && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw new RequestException(400, "The form ends before its last part does: send it again, as a whole.");
        }
    }

    private async Task<Pictures> ReadPicturesAsync(List<(string Name, byte[] Content)> files, bool inverts, HttpRequest request)
    {
        var bytes = new byte[files.Count * ClothesCnn.InputSize];
        await _turns.WaitAsync(request.HttpContext.RequestAborted);
        try
        {
            // The limit is of all pictures together, since the time that they take is.
            var left = ServeOptions.MaxPixels;
            for (var i = 0; i < files.Count; i++)
            {
                request.HttpContext.RequestAborted.ThrowIfCancellationRequested();
                var picture = ImageFile.Decode(files[i].Content, files[i].Name, Math.Max(1, left));
                left -= (long)picture.Height * picture.Width;
                ClothesCnn.Prepare(picture, inverts).Pixels.CopyTo(bytes.AsSpan(i * ClothesCnn.InputSize));
            }
        }
        finally
        {
            _turns.Release();
        }

        return new Pictures(bytes, default);
    }

    private static Pictures ReadRaw(byte[] body, bool inverts)
    {
        if (body.Length == 0 || body.Length % ClothesCnn.InputSize != 0)
        {
            throw new RequestException(400, $"Raw pixels are {ClothesCnn.InputSize} bytes for each image (28 rows of 28, grey, light on"
                + $" dark), but {body.Length} bytes came.");
        }

        if (inverts)
        {
            foreach (ref var pixel in body.AsSpan())
                pixel = (byte)(255 - pixel);
        }

        return new Pictures(body, default);
    }

    private static async Task<Pictures> ReadNumbersAsync(HttpRequest request, bool inverts)
    {
        NumbersRequest? numbers;
        try
        {
            numbers = await JsonSerializer.DeserializeAsync(
                request.Body, Answers.Default.NumbersRequest, request.HttpContext.RequestAborted);
        }
        catch (JsonException error)
        {
            throw new RequestException(400, $"Expected {{\"images\": [[784 numbers from 0 to 255], ...]}}, but at"
                + $" {error.Path ?? "$"}, line {error.LineNumber + 1}, it is something else.");
        }

        if (numbers?.Images is not { Length: > 0 } images)
            throw new RequestException(400, "Expected {\"images\": [[784 numbers from 0 to 255], ...]}, but there are no images.");
        var floats = new float[images.Length * ClothesCnn.InputSize];
        for (var i = 0; i < images.Length; i++)
        {
            if (images[i]?.Length != ClothesCnn.InputSize)
            {
                throw new RequestException(400, $"images[{i}] must have {ClothesCnn.InputSize} numbers (28 rows of 28), but has"
                    + $" {images[i]?.Length ?? 0}.");
            }

            for (var k = 0; k < ClothesCnn.InputSize; k++)
            {
                var value = images[i]![k];
                // Neither NaN nor infinity is.
                if (!(value >= 0 && value <= 255))
                {
                    throw new RequestException(400, string.Create(
                        CultureInfo.InvariantCulture, $"images[{i}][{k}] must be a number from 0 to 255, but is {value}."));
                }

                floats[(i * ClothesCnn.InputSize) + k] = inverts ? 255 - value : value;
            }
        }

        return new Pictures(default, floats);
    }
}
