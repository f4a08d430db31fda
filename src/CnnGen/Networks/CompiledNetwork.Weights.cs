using System.Reflection;

namespace CnnGen;

/// <content>Weights that come with the program.</content>
public abstract unsafe partial class CompiledNetwork
{
    /// <summary>Loads the weights in a file beside the program: what the constructor of a network with <c>[Weights]</c> does.</summary>
    /// <param name="name">The name of the file.</param>
    /// <exception cref="FileNotFoundException">It is not beside the program.</exception>
    /// <exception cref="InvalidDataException">The weights are damaged or of another network.</exception>
    protected void LoadWeights(string name)
    {
        using var use = Gate.Enter();
        ShippedWeights.Load(new WeightFile(Info.Name, Weights), Info.Name, name);
    }

    /// <summary>Loads the weights that are a part of an assembly: what the constructor does where they are embedded.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="assembly">The network's assembly.</param>
    /// <exception cref="FileNotFoundException">The assembly does not have them.</exception>
    /// <exception cref="InvalidDataException">They are of another network.</exception>
    protected void LoadEmbeddedWeights(string name, Assembly assembly)
    {
        using var use = Gate.Enter();
        ShippedWeights.LoadEmbedded(new WeightFile(Info.Name, Weights), Info.Name, name, assembly);
    }
}
