using System.Reflection;
using CnnGen.Generator;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Runtime;
using CnnGen.Tests.Support;

namespace CnnGen.Benchmarks;

/// <summary>A network given as declarations, which goes through the generator's stages without the compiler's front end.</summary>
/// <param name="ClassName">The class.</param>
/// <param name="Layers">Its attributes.</param>
internal sealed record DeclaredNetwork(string ClassName, IReadOnlyList<LayerDeclaration> Layers)
{
    private const int Seed = 42;

    /// <summary>An attribute.</summary>
    /// <param name="kind">Its class without the suffix.</param>
    /// <param name="arguments">What is written in it.</param>
    public static LayerDeclaration Layer(string kind, params (string Name, object Value)[] arguments) =>
        new(kind, new(arguments.Select(argument => new LayerArgument(argument.Name, argument.Value))));

    /// <summary>A convolution, its padding <c>same</c>, its activation ReLU.</summary>
    /// <param name="filters">Output channels.</param>
    /// <param name="kernel">Rows and columns of the kernel.</param>
    /// <param name="more">Other arguments.</param>
    public static LayerDeclaration Convolution(int filters, int kernel, params (string Name, object Value)[] more) =>
        Layer("Conv2D", [("Filters", filters), ("KernelHeight", kernel), ("KernelWidth", kernel), .. SameRelu, .. more]);

    /// <summary>Padding <c>same</c> and activation ReLU.</summary>
    public static (string Name, object Value)[] SameRelu { get; } =
        [("Padding", (int)CnnGen.Generator.Graph.Padding.Same), ("Activation", (int)ActivationFunction.Relu)];

    /// <summary>The network with its shapes.</summary>
    /// <exception cref="InvalidOperationException">It has errors.</exception>
    public Network Build()
    {
        var type = new TypeDeclaration("", ClassName, "public", IsSealed: true, HasDocumentation: false, EquatableArray<string>.Empty);
        var (network, errors) = NetworkBuilder.Build(new NetworkDeclaration(type, new(Layers)));
        return network ?? throw new InvalidOperationException($"{ClassName}: {string.Join("; ", errors)}");
    }

    /// <summary>The generated files.</summary>
    /// <param name="options">The instruction sets.</param>
    public IReadOnlyList<string> Generate(GeneratorOptions options) =>
        [.. NetworkEmitter.Emit(Planner.Plan(Build(), options)).Select(file => file.Text)];

    /// <summary>Compiles generated files with the user's half of their classes, which is empty here.</summary>
    /// <param name="classNames">The classes.</param>
    /// <param name="generated">The generated files.</param>
    /// <returns>The assembly.</returns>
    public static byte[] Compile(IEnumerable<string> classNames, IEnumerable<string> generated)
    {
        var files = classNames.Select(name => $"public sealed partial class {name};").Concat(generated)
            .Select((text, i) => InMemoryCompiler.Parse(text, $"{i}.cs"));
        return InMemoryCompiler.Emit(InMemoryCompiler.Create("Declared", files));
    }

    /// <summary>Compiles some networks into one assembly, for one instruction set, and loads it.</summary>
    /// <param name="networks">The networks, whose single layers can be run.</param>
    /// <param name="instructionSet">The instruction set.</param>
    public static Assembly Load(IReadOnlyList<DeclaredNetwork> networks, InstructionSet instructionSet)
    {
        var options = new GeneratorOptions(new([Target.All.Single(target => target.Name == instructionSet.ToString())]), RunsLayers: true);
        return Assembly.Load(Compile(
            networks.Select(network => network.ClassName), networks.SelectMany(network => network.Generate(options))));
    }

    /// <summary>A network of one thread.</summary>
    /// <param name="assembly">Where it was compiled into.</param>
    /// <param name="instructionSet">The instruction set that it was compiled for.</param>
    public CompiledNetwork New(Assembly assembly, InstructionSet instructionSet)
    {
        var type = assembly.GetType(ClassName, throwOnError: true)!;
        var network = (CompiledNetwork)Activator.CreateInstance(type, Seed, instructionSet)!;
        network.Threads = 1;
        return network;
    }

    /// <summary>A step of a network forward and back, so that its workspace holds the values of a real one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="batchSize">Images of the step.</param>
    public static void Step(CompiledNetwork network, int batchSize)
    {
        var random = new Random(Seed);
        var images = new float[batchSize * network.Info.InputSize];
        for (var i = 0; i < images.Length; i++)
            images[i] = random.NextSingle();
        var outputs = new float[batchSize * network.Info.OutputSize];
        network.Forward(images, outputs);
        network.Backward(outputs);
    }
}
