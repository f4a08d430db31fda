using System.Reflection;
using CnnGen.Tests.Reference;

namespace CnnGen.Tests.Networks;

/// <summary>Calls the <c>Predict</c> of a network with a span for each output, of which only its own class knows.</summary>
internal static class AllOutputs
{
    private delegate void PredictTwo(ReadOnlySpan<float> images, Span<float> a, Span<float> b);

    private delegate void PredictThree(ReadOnlySpan<float> images, Span<float> a, Span<float> b, Span<float> c);

    private delegate void PredictFour(ReadOnlySpan<float> images, Span<float> a, Span<float> b, Span<float> c, Span<float> d);

    private delegate void PredictFive(
        ReadOnlySpan<float> images, Span<float> a, Span<float> b, Span<float> c, Span<float> d, Span<float> e);

    /// <summary>Predicts, and compares all outputs with the reference's.</summary>
    public static void AssertAgree(INetwork network, Subject subject, string where)
    {
        float[][] outputs = Predict(network, subject.Images);
        if (outputs.Length == 0)
            return;
        ReferenceAssert.Agrees(subject.Predicted, outputs[0], $"{where}, first of all outputs");
        foreach (var (want, got) in subject.FurtherPredicted.Zip(outputs.Skip(1)))
            ReferenceAssert.Agrees(want, got, $"{where}, further output");
    }

    /// <summary>All outputs; nothing of a network with one, or with more than five.</summary>
    public static float[][] Predict(INetwork network, ReadOnlySpan<float> images)
    {
        int count = images.Length / network.Info.InputSize;
        return Predict(network, images, [.. network.Info.FurtherOutputs.Select(output => output.Size).Prepend(network.Info.OutputSize)
            .Select(size => count * size)]);
    }

    /// <summary>The same, with room for so many values of each.</summary>
    public static float[][] Predict(INetwork network, ReadOnlySpan<float> images, int[] lengths)
    {
        float[][] o = [.. lengths.Select(length => new float[length])];
        switch (o.Length)
        {
            case 2:
                Method<PredictTwo>(network)(images, o[0], o[1]);
                return o;
            case 3:
                Method<PredictThree>(network)(images, o[0], o[1], o[2]);
                return o;
            case 4:
                Method<PredictFour>(network)(images, o[0], o[1], o[2], o[3]);
                return o;
            case 5:
                Method<PredictFive>(network)(images, o[0], o[1], o[2], o[3], o[4]);
                return o;
            default:
                return [];
        }
    }

    private static T Method<T>(INetwork network)
        where T : Delegate
    {
        Type[] parameters = [.. typeof(T).GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)];
        return network.GetType().GetMethod("Predict", BindingFlags.Public | BindingFlags.Instance, parameters)!.CreateDelegate<T>(network);
    }
}
