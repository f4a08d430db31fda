using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ServeSample;

namespace CnnGen.Serve.Tests.Support;

/// <summary>Requests and their answers.</summary>
internal static class Ask
{
    /// <summary>Raw pixels.</summary>
    public const string Raw = "application/octet-stream";

    /// <summary>Sends a body.</summary>
    /// <param name="client">Talks to the server.</param>
    /// <param name="path">The address.</param>
    /// <param name="body">The body.</param>
    /// <param name="type">Its Content-Type; none when null.</param>
    public static Task<HttpResponseMessage> Post(this HttpClient client, string path, byte[] body, string? type = Raw) =>
        client.PostAsync(path, Content(body, type));

    /// <summary>Sends a body that is to be understood.</summary>
    /// <param name="client">Talks to the server.</param>
    /// <param name="path">The address.</param>
    /// <param name="body">The body.</param>
    /// <param name="type">Its Content-Type.</param>
    /// <returns>The answer's JSON.</returns>
    public static async Task<JsonElement> Json(this HttpClient client, string path, byte[] body, string type = Raw)
    {
        using var response = await client.Post(path, body, type);
        return await Json(response);
    }

    /// <summary>The JSON of an answer that says that all is well.</summary>
    /// <param name="response">The answer.</param>
    public static async Task<JsonElement> Json(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>An answer that says what is wrong: problem details whose sentence has some words.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="status">Its status.</param>
    /// <param name="words">What the sentence says.</param>
    public static async Task IsProblem(this HttpResponseMessage response, HttpStatusCode status, params string[] words)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        foreach (var word in words)
            Assert.Contains(word, problem.GetProperty("detail").GetString());
    }

    /// <summary>The probabilities of an answer of all ten classes, by class.</summary>
    /// <param name="answer">The answer to <c>/predict?top=10</c>.</param>
    public static float[] Probabilities(JsonElement answer)
    {
        var predictions = answer.GetProperty("predictions").EnumerateArray().ToArray();
        var probabilities = new float[predictions.Length * ClothesCnn.OutputSize];
        for (var i = 0; i < predictions.Length; i++)
        {
            foreach (var found in predictions[i].GetProperty("classes").EnumerateArray())
            {
                var place = (i * ClothesCnn.OutputSize) + found.GetProperty("index").GetInt32();
                probabilities[place] = found.GetProperty("probability").GetSingle();
            }
        }

        return probabilities;
    }

    /// <summary>Numbers as the program sends them.</summary>
    /// <param name="element">An object with <c>values</c>.</param>
    public static float[] Values(JsonElement element)
    {
        var bytes = element.GetProperty("values").GetBytesFromBase64();
        var values = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }

    /// <summary>A body and its Content-Type.</summary>
    /// <param name="body">The body.</param>
    /// <param name="type">Its Content-Type; none when null.</param>
    public static ByteArrayContent Content(byte[] body, string? type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
