using System.Diagnostics.Metrics;

namespace CnnGen.AspNetCore;

/// <summary>The <see cref="PredictionService"/> of one network class: what <c>AddCnnGen</c> adds to a server.</summary>
/// <typeparam name="TNetwork">The class.</typeparam>
/// <param name="network">Whose weights are served; to be disposed of after this.</param>
/// <param name="options">How to predict; the defaults when null.</param>
/// <param name="meters">Makes the meter.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
/// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
public sealed class PredictionService<TNetwork>(TNetwork network, PredictionOptions? options = null, IMeterFactory? meters = null)
    : PredictionService(network, options, meters)
    where TNetwork : CompiledNetwork
{
    /// <summary>
    /// Whose weights are served. Its own calls, such as <see cref="INetwork.Load(string, bool)"/>, wait for predictions under way, and
    /// predictions for them: each has the weights of before or after.
    /// </summary>
    public TNetwork Network { get; } = network;
}
