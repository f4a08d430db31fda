using System.Reflection;
using CnnGen.Formats;
using CnnGen.Runtime;

namespace CnnGen;

/// <content>Weights that are saved and loaded, and those that come with the program.</content>
public abstract unsafe partial class CompiledNetwork
{
    // The network is taken before anything is read: a stream is not used up by a call that is refused, and a step beside the reading is
    // seen, however it falls.

    /// <inheritdoc/>
    public void Save(string path, WeightFormat format = WeightFormat.Float32, bool withAnswer = false)
    {
        using var use = Gate.Enter();
        OpenWeights().Save(path, format, withAnswer ? FormatAnswer : null);
    }

    /// <inheritdoc/>
    public void Load(string path, bool verify = false)
    {
        using var use = Gate.Enter();
        OpenWeights(verify).Load(path);
    }

    /// <inheritdoc/>
    public void Load(Stream safetensors, string source = "the stream", bool verify = false)
    {
        ArgumentNullException.ThrowIfNull(safetensors);
        if (!safetensors.CanRead)
            throw new ArgumentException("The stream cannot be read: it was closed, or is for writing only.", nameof(safetensors));
        using var use = Gate.Enter();
        OpenWeights(verify).Load(safetensors, source);
    }

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<byte> safetensors, string source = "the weights in memory", bool verify = false)
    {
        using var use = Gate.Enter();
        OpenWeights(verify).Load(safetensors, source);
    }

    /// <summary>Loads the weights in a file beside the program: what the constructor of a network with <c>[Weights]</c> does.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="verify">Whether the network must answer as it did where the file was written.</param>
    /// <exception cref="FileNotFoundException">It is not beside the program.</exception>
    /// <exception cref="InvalidDataException">The weights are damaged or of another network, or the answer is another.</exception>
    protected void LoadWeights(string name, bool verify = false)
    {
        using var use = Gate.Enter();
        ShippedWeights.Load(OpenWeights(verify), Info.Name, name);
    }

    /// <summary>Loads the weights that are a part of an assembly: what the constructor does where they are embedded.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="assembly">The network's assembly.</param>
    /// <param name="verify">Whether the network must answer as it did where the file was written.</param>
    /// <exception cref="FileNotFoundException">The assembly does not have them.</exception>
    /// <exception cref="InvalidDataException">They are of another network, or the answer is another.</exception>
    protected void LoadEmbeddedWeights(string name, Assembly assembly, bool verify = false)
    {
        using var use = Gate.Enter();
        ShippedWeights.LoadEmbedded(OpenWeights(verify), Info.Name, name, assembly);
    }

    private WeightFile OpenWeights(bool verify = false) => new(
        Info.Name, Weights, verify ? (source, metadata) => StoredAnswer.Check(Info.Name, source, metadata, Answer()) : null);

    /// <summary>The answer that the weights give as they will be stored: half floats are rounded.</summary>
    internal string FormatAnswer(WeightFormat format)
    {
        if (format == WeightFormat.Float32)
            return StoredAnswer.Format(Info.Name, Answer());
        var exact = Weights.Keep();
        try
        {
            OpenWeights().Round(format);
            return StoredAnswer.Format(Info.Name, Answer());
        }
        finally
        {
            Weights.Restore(exact);
        }
    }

    private StoredAnswer.AnswerOutput[] Answer()
    {
        var outputs = new float[StoredAnswer.ImageCount * Info.OutputSize];
        var further = new OutputRooms(Info);
        further.Reserve(StoredAnswer.ImageCount);
        fixed (float* images = StoredAnswer.Images(Info), results = outputs)
        {
            _inference.Predict(new NetworkPass
            {
                Count = StoredAnswer.ImageCount,
                Floats = images,
                Outputs = results,
                FurtherOutputs = further.Pointers,
            });
        }

        var ends = Code.FurtherProbabilities;
        var answer = new StoredAnswer.AnswerOutput[1 + Info.FurtherOutputs.Count];
        answer[0] = new(Info.Layers[^1].Name, outputs, Info.OutputActivation is Activation.Softmax or Activation.Sigmoid);
        for (var i = 0; i < Info.FurtherOutputs.Count; i++)
            answer[i + 1] = new(Info.FurtherOutputs[i].Name, further.All(i).ToArray(), ends.Length > 0 && ends[i] != Activation.Linear);
        return answer;
    }
}
