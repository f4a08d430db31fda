namespace CnnGen.AspNetCore;

/// <summary>Images of a request and room for what is predicted of them.</summary>
/// <param name="Count">How many.</param>
/// <param name="Floats">The images as floats; empty where they came as bytes.</param>
/// <param name="Bytes">The images as bytes; empty where they came as floats.</param>
/// <param name="Outputs">Room for the outputs of the last layer.</param>
/// <param name="Further">Room for each of the further outputs; empty where these are not wanted.</param>
internal readonly record struct Images(
    int Count, ReadOnlyMemory<float> Floats, ReadOnlyMemory<byte> Bytes, Memory<float> Outputs, Memory<float>[] Further)
{
    /// <summary>Whether one prediction can be of these and of others.</summary>
    /// <param name="others">The others.</param>
    public bool GoWith(in Images others) =>
        Bytes.IsEmpty == others.Bytes.IsEmpty && Further.Length == others.Further.Length;

    /// <summary>Predicts them.</summary>
    /// <param name="predictor">Does it.</param>
    public void PredictBy(Predictor predictor)
    {
        if (Further.Length > 0 && Bytes.IsEmpty)
            predictor.Predict(Floats.Span, Outputs.Span, Further);
        else if (Further.Length > 0)
            predictor.Predict(Bytes.Span, Outputs.Span, Further);
        else if (Bytes.IsEmpty)
            predictor.Predict(Floats.Span, Outputs.Span);
        else
            predictor.Predict(Bytes.Span, Outputs.Span);
    }
}
