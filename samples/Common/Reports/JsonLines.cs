using System.Text;
using System.Text.Json;
using CnnGen.Runtime;
using CnnGen.Samples.Commands;
using CnnGen.Training;

namespace CnnGen.Samples.Reports;

/// <summary>The output of <c>--json</c>: one JSON object a line.</summary>
internal static class JsonLines
{
    /// <summary>Writes an epoch; a reader that has gone does not end the training.</summary>
    /// <param name="epoch">The epoch; its number counts from 1.</param>
    public static void WriteEpoch(EpochResult epoch) => Output.WriteLine(Line(json =>
    {
        json.WriteNumber("epoch", epoch.Epoch);
        foreach (var name in epoch.Names)
            WriteNumber(json, name, epoch[name]);
        WriteNumber(json, "seconds", Math.Round(epoch.Seconds, 3));
        WriteNumber(json, "images_per_second", Math.Round(epoch.ImagesPerSecond, 1));
        WriteNumber(json, "non_finite", epoch.NonFinite);
        WriteNumber(json, "val_non_finite", epoch.ValidationNonFinite);
    }));

    /// <summary>Writes how a network does on the test set, and what identifies the run.</summary>
    /// <param name="score">Loss and metrics.</param>
    /// <param name="goal">The metrics to tell.</param>
    /// <param name="figures">Figures that go with them.</param>
    /// <param name="network">The network.</param>
    public static void WriteTest(
        EvaluationResult score, Goal goal, IReadOnlyDictionary<string, double> figures, INetwork network) => Write(json =>
    {
        WriteNumber(json, "test_loss", score.Loss);
        foreach (var metric in goal.Metrics)
            WriteNumber(json, $"test_{metric.Name}", score.Metrics[metric.Name]);
        foreach (var (name, value) in figures)
            WriteNumber(json, $"test_{name}", value);
        WriteNumber(json, "test_non_finite", score.NonFinite);
        json.WriteString("isa", network.InstructionSet.ToName());
        json.WriteNumber("threads", network.Threads);
        json.WriteString("weights_sha256", WeightsHash.Of(network));
    });

    /// <summary>Writes what a picture shows.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="probabilities">One value per class.</param>
    /// <param name="classNames">The names of the classes, by label.</param>
    public static void WritePrediction(string path, float[] probabilities, IReadOnlyList<string> classNames)
    {
        var best = NetworkTraining.MostProbable(probabilities);
        Write(json =>
        {
            json.WriteString("file", path);
            WriteNumber(json, "class", best < 0 ? null : best);
            json.WriteString("name", best < 0 ? null : classNames[best]);
            json.WriteStartArray("probabilities");
            foreach (var probability in probabilities)
            {
                if (float.IsFinite(probability))
                    json.WriteNumberValue(probability);
                else
                    json.WriteNullValue();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>Writes an object.</summary>
    /// <param name="write">Writes what is in it.</param>
    public static void Write(Action<Utf8JsonWriter> write) => Console.WriteLine(Line(write));

    private static string Line(Action<Utf8JsonWriter> write)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    /// <summary>JSON has no word for what is no number: a loss that has exploded is null.</summary>
    /// <param name="json">The object.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The number; null where there is none.</param>
    public static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
