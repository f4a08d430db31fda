namespace CnnGen;

public abstract unsafe partial class CompiledNetwork
{
    /// <summary>
    /// Predicts images, the same bits as <see cref="Predict(ReadOnlySpan{float}, Span{float})"/>, and computes the loss of each as training
    /// does.
    /// </summary>
    /// <param name="floats">n images of <see cref="NetworkInfo.InputSize"/> values; empty where they are bytes.</param>
    /// <param name="bytes">The images, where they are bytes.</param>
    /// <param name="labels">n classes, each in [0, <see cref="NetworkInfo.OutputSize"/>).</param>
    /// <param name="outputs">Room for n outputs of <see cref="NetworkInfo.OutputSize"/> values.</param>
    /// <param name="losses">Room for n losses.</param>
    internal void PredictWithLosses(
        ReadOnlySpan<float> floats, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> labels, Span<float> outputs, Span<float> losses)
    {
        using var use = Enter();
        fixed (float* floatImages = floats, results = outputs, imageLosses = losses)
        fixed (byte* byteImages = bytes)
        fixed (int* classes = labels)
        {
            _prediction = NewPass(labels.Length);
            _prediction.Floats = floatImages;
            _prediction.Bytes = byteImages;
            _prediction.Labels = classes;
            _prediction.Outputs = results;
            _prediction.Losses = imageLosses;
            Infer();
        }
    }
}
