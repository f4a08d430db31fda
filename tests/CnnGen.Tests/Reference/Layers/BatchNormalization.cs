namespace CnnGen.Tests.Reference.Layers;

/// <summary>
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, by channel: statistics of the batch in training, the moving ones in
/// prediction, and always where it is frozen.
/// </summary>
internal sealed class BatchNormalization(string name, Extent input, double epsilon, bool center, bool scale)
    : ReferenceNode(name, input, input)
{
    private readonly ReferenceParameter _gamma = new($"{name}/gamma", true, input.Channels);
    private readonly ReferenceParameter _beta = new($"{name}/beta", true, input.Channels);
    private readonly ReferenceParameter _mean = new($"{name}/moving_mean", false, input.Channels);
    private readonly ReferenceParameter _variance = new($"{name}/moving_variance", false, input.Channels);

    public override IReadOnlyList<ReferenceParameter> Parameters =>
        [.. scale ? new[] { _gamma } : [], .. center ? new[] { _beta } : [], _mean, _variance];

    public override Estimate[][] ForwardBatch(Estimate[][][] inputs, ReferencePass[] passes)
    {
        bool seesBatch = passes[0].Draws is not null && !IsFrozen;
        Estimate[][] y = [.. inputs.Select(image => new Estimate[image[0].Length])];
        for (int channel = 0; channel < Input.Channels; channel++)
        {
            if (!seesBatch)
            {
                // A factor and a shift, as in Keras: what is near to the mean has the error of the mean.
                var factor = Deviation(_variance.Values[channel]) * Gamma(channel);
                var shift = Beta(channel) - (_mean.Values[channel] * factor);
                foreach (var (image, i) in Places(inputs, channel))
                    y[image][i] = (inputs[image][0][i] * factor) + shift;
                continue;
            }

            var (mean, deviation) = OfBatch(inputs, channel);
            foreach (var (image, i) in Places(inputs, channel))
                y[image][i] = ((inputs[image][0][i] - mean) * deviation * Gamma(channel)) + Beta(channel);
        }

        return y;
    }

    public override Estimate[][][] BackwardBatch(
        Estimate[][][] inputs, Estimate[][] y, Estimate[][] gradients, ReferencePass[] passes)
    {
        Estimate[][] dx = [.. inputs.Select(image => new Estimate[image[0].Length])];
        for (int channel = 0; channel < Input.Channels; channel++)
        {
            if (IsFrozen)
            {
                foreach (var (image, i) in Places(inputs, channel))
                    dx[image][i] = gradients[image][i] * (Deviation(_variance.Values[channel]) * Gamma(channel));
                continue;
            }

            var (mean, deviation) = OfBatch(inputs, channel);
            Estimate sum = 0, products = 0;
            float count = inputs.Length * Input.Height * Input.Width;
            foreach (var (image, i) in Places(inputs, channel))
            {
                sum += gradients[image][i];
                products += gradients[image][i] * ((inputs[image][0][i] - mean) * deviation);
            }

            _beta.Gradients[channel] += sum;
            _gamma.Gradients[channel] += products;
            foreach (var (image, i) in Places(inputs, channel))
            {
                var normalized = (inputs[image][0][i] - mean) * deviation;
                dx[image][i] = Gamma(channel) * deviation * (gradients[image][i] - (sum / count) - (normalized * (products / count)));
            }
        }

        return [.. dx.Select(image => new[] { image })];
    }

    public override Estimate[] Forward(Estimate[][] inputs, ReferencePass pass) =>
        throw new NotSupportedException("A batch is normalized as a whole.");

    public override Estimate[][] Backward(Estimate[][] inputs, Estimate[] y, Estimate[] gradient, ReferencePass pass) =>
        throw new NotSupportedException("A batch is normalized as a whole.");

    private Estimate Gamma(int channel) => scale ? _gamma.Values[channel] : 1f;

    private Estimate Beta(int channel) => center ? _beta.Values[channel] : 0f;

    private (Estimate Mean, Estimate Deviation) OfBatch(Estimate[][][] inputs, int channel)
    {
        float count = inputs.Length * Input.Height * Input.Width;
        Estimate sum = 0, squares = 0;
        foreach (var (image, i) in Places(inputs, channel))
            sum += inputs[image][0][i];
        var mean = sum / count;
        foreach (var (image, i) in Places(inputs, channel))
            squares += (inputs[image][0][i] - mean) * (inputs[image][0][i] - mean);
        return (mean, Deviation(squares / count));
    }

    private Estimate Deviation(Estimate variance)
    {
        double root = 1 / Math.Sqrt(variance.Value + epsilon);
        return variance.Apply(root, root * root * root / 2);
    }

    private IEnumerable<(int Image, int Index)> Places(Estimate[][][] inputs, int channel) =>
        from image in Enumerable.Range(0, inputs.Length)
        from pixel in Enumerable.Range(0, Input.Height * Input.Width)
        select (image, (pixel * Input.Channels) + channel);
}
