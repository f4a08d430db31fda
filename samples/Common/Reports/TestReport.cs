using CnnGen.Samples.Commands;
using CnnGen.Training;

namespace CnnGen.Samples.Reports;

/// <summary>What a sample says of the test images besides loss and metrics.</summary>
internal abstract class TestReport
{
    /// <summary>Metrics that it needs itself.</summary>
    public virtual IReadOnlyList<Metric> Metrics => [];

    /// <summary>Figures of the test images that go with the metrics, by their names.</summary>
    public virtual IReadOnlyDictionary<string, double> Figures { get; } = new Dictionary<string, double>();

    /// <summary>Prints it, after the network was evaluated with <see cref="Metrics"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="hasPictures">Whether to show test images, too.</param>
    public abstract void Print(INetwork network, bool hasPictures);

    /// <summary>Does what is to be done whether or not anything is printed, such as writing files; nothing unless overridden.</summary>
    /// <param name="network">The network.</param>
    public virtual void Save(INetwork network)
    {
    }
}
