using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;

namespace CnnGen.Import.Tests;

/// <summary>An imported network, compiled in memory as a user's build does it, with its weights.</summary>
internal static class CompiledImport
{
    /// <summary>Compiles and loads; a warning of the generator or the compiler is an error.</summary>
    public static INetwork Create(ImportedNetwork imported) => Create(imported, Compile(imported));

    /// <summary>Loads into a class that was compiled along with others.</summary>
    public static INetwork Create(ImportedNetwork imported, Type type)
    {
        using var folder = new TemporaryFolder();
        var network = New(type);
        imported.SaveWeights(folder["weights.safetensors"]);
        network.Load(folder["weights.safetensors"]);
        return network;
    }

    /// <summary>Compiles for this machine's best instruction set alone, without the weights.</summary>
    public static INetwork NewNetwork(ImportedNetwork imported) => New(Compile(imported));

    private static Type Compile(ImportedNetwork imported) =>
        NetworkCompiler.Compile(imported.Source, InstructionSets.Best.ToString())[imported.ClassName];

    private static INetwork New(Type type)
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
