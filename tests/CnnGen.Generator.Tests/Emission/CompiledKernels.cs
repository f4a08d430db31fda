using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>Kernels of all four instruction sets, compiled in memory with warnings as errors and callable by name.</summary>
internal sealed partial class CompiledKernels
{
    private static readonly string[] RunParameters = ["imageStride", "count", "seed", "step", "firstImage"];

    // All compilations stem from this one, so that the compiler reads the references once.
    private static readonly CSharpCompilation Empty = InMemoryCompiler.Create("Kernels", []);

    private readonly Assembly _assembly;

    /// <param name="add">Adds kernels to the set of each instruction set in turn.</param>
    public CompiledKernels(Action<KernelSet> add)
    {
        Text = """
            #nullable enable
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using CnnGen.Runtime;


            """;
        foreach (var target in Target.All)
        {
            var kernels = new KernelSet(new Isa(target));
            add(kernels);
            Text += $"public static unsafe class {target.Name}Kernels\n{{\n{kernels.Text}{Wrappers(kernels.Text)}}}\n\n";
        }

        var image = InMemoryCompiler.Emit(Empty.AddSyntaxTrees(InMemoryCompiler.Parse(Text, "Kernels.cs")));
        _assembly = new AssemblyLoadContext(name: null).LoadFromStream(new MemoryStream(image));
    }

    /// <summary>The whole source.</summary>
    public string Text { get; }

    /// <summary>Every emitted kernel, without the wrappers of this class.</summary>
    public IEnumerable<MethodInfo> Methods =>
        _assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));

    /// <summary>Runs a kernel; pointers are addresses, and numbers that are no parameters of this method stand among them.</summary>
    public void Run(
        Target target, string kernel, nint[] pointers, nint imageStride, int count, ulong seed = 0, ulong step = 0, int firstImage = 0)
    {
        var wrapper = _assembly.GetType(target.Name + "Kernels")!.GetMethod("Call_" + kernel)!;
        wrapper.CreateDelegate<Wrapper>()(pointers, imageStride, count, seed, step, firstImage);
    }

    private delegate void Wrapper(nint[] pointers, nint imageStride, int count, ulong seed, ulong step, int firstImage);

    // Kernels take pointers, which only unsafe code can pass: the compiled text casts addresses itself.
    private static string Wrappers(string text) => string.Concat(KernelSignature().Matches(text).Select(match =>
    {
        var next = 0;
        var arguments = match.Groups["parameters"].Value.Split(',', StringSplitOptions.TrimEntries).Select(parameter =>
        {
            var (type, name) = (parameter.Split(' ')[0], parameter.Split(' ')[1]);
            return RunParameters.Contains(name) ? name : $"({type})pointers[{next++}]";
        });
        var kernel = match.Groups["name"].Value;
        return $"""

                public static void Call_{kernel}(
                    nint[] pointers, nint imageStride, int count, ulong seed, ulong step, int firstImage) =>
                    {kernel}({string.Join(", ", arguments)});

            """;
    }));

    [GeneratedRegex(@"private static void (?<name>\w+)\((?<parameters>[^)]*)\)")]
    private static partial Regex KernelSignature();
}
