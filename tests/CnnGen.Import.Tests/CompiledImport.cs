using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;

namespace CnnGen.Import.Tests;

/// <summary>An imported network, compiled in memory as a user's build does it, with its weights.</summary>
internal static class CompiledImport
{
    /// <summary>Compiles and loads; a warning of the generator or the compiler is an error.</summary>
    public static INetwork Create(ImportedNetwork imported) => Load(imported, NewNetwork(imported));

    /// <summary>Loads into a class that was compiled along with others.</summary>
    public static INetwork Create(ImportedNetwork imported, Type type) => Load(imported, New(type));

    /// <summary>Compiles for this machine's best instruction set alone, without the weights.</summary>
    public static INetwork NewNetwork(ImportedNetwork imported) => Compile(imported.Source, imported.ClassName);

    /// <summary>Compiles a class for this machine's best instruction set alone.</summary>
    public static INetwork Compile(string source, string className) =>
        New(NetworkCompiler.Compile(source, InstructionSets.Best.ToString())[className]);

    private static INetwork Load(ImportedNetwork imported, INetwork network)
    {
        using var folder = new TemporaryFolder();
        imported.SaveWeights(folder["weights.safetensors"]);
        network.Load(folder["weights.safetensors"]);
        return network;
    }

    /// <summary>An instance, with what its constructor takes when left out.</summary>
    public static INetwork New(Type type)
    {
        var constructor = type.GetConstructors().MinBy(each => each.GetParameters().Length)!;
        return (INetwork)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }

    /// <summary>The outputs for some images.</summary>
    public static float[] Predict(this INetwork network, float[] images)
    {
        var outputs = new float[images.Length / network.Info.InputSize * network.Info.OutputSize];
        network.Predict(images, outputs);
        return outputs;
    }
}
