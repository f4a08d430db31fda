using System.Globalization;
using CnnGen.AspNetCore;
using CnnGen.Data;
using CnnGen.Training;

namespace ServeSample.Endpoints;

/// <summary><c>POST /predict</c>: what is in pictures.</summary>
internal static class PredictEndpoint
{
    /// <summary>Images of a request that are predicted at a time: one with thousands lets others in between.</summary>
    private const int Slice = 256;

    /// <summary>Gives it its address.</summary>
    /// <param name="app">The application.</param>
    public static void Map(WebApplication app) => app.MapPost("/predict", PredictAsync);

    private static async Task<PredictAnswer> PredictAsync(
        HttpRequest request, PictureReader reader, PredictionService<ClothesCnn> service, string? top)
    {
        const int classes = ClothesCnn.OutputSize;
        var count = 3;
        if (top is not null
            && !(int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= classes))
        {
            throw new RequestException(400, $"top is a whole number from 1 to {classes}, not '{top}'.");
        }

        var pictures = await reader.ReadAsync(request);
        var outputs = new float[pictures.Count * classes];
        for (var first = 0; first < pictures.Count; first += Slice)
        {
            var size = Math.Min(Slice, pictures.Count - first);
            var (from, length) = (first * ClothesCnn.InputSize, size * ClothesCnn.InputSize);
            var room = outputs.AsMemory(first * classes, size * classes);
            var aborted = request.HttpContext.RequestAborted;
            await (pictures.Floats.IsEmpty
                ? service.PredictAsync(pictures.Bytes.Slice(from, length), room, aborted)
                : service.PredictAsync(pictures.Floats.Slice(from, length), room, aborted));
        }

        return new PredictAnswer([.. outputs.Chunk(classes).Select(probabilities => ToPrediction(probabilities, count))]);
    }

    private static Prediction ToPrediction(float[] probabilities, int count) => new(
    [
        .. NetworkTraining.DecodePredictions(probabilities, FashionMnist.ClassNames, count)
            .Select(found => new ClassAnswer(found.Name, found.Class, found.Probability)),
    ]);
}
