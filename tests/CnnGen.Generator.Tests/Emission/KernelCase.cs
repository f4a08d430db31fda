using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>One buffer that a kernel reads, writes or both.</summary>
/// <param name="Tensor">Its layout.</param>
/// <param name="Values">Dense images that it holds before; null if the kernel must write all of it.</param>
/// <param name="Expected">Dense images that it holds after, to the tolerance; null if the kernel must not change it.</param>
/// <param name="IsGradient">Whether lanes past the channels are zero, before and after.</param>
internal sealed record KernelBuffer(Tensor Tensor, float[]? Values, double[]? Expected, bool IsGradient = false)
{
    public static KernelBuffer Read(Tensor tensor, float[] values) => new(tensor, values, null);

    public static KernelBuffer ReadGradient(Tensor tensor, float[] values) => new(tensor, values, null, IsGradient: true);

    public static KernelBuffer Written(Tensor tensor, double[] expected) => new(tensor, null, expected);

    public static KernelBuffer WrittenGradient(Tensor tensor, double[] expected) => new(tensor, null, expected, IsGradient: true);
}

/// <summary>A kernel and what it should do.</summary>
/// <param name="Add">Adds the kernel and returns its name.</param>
/// <param name="Buffers">In the order of the kernel's pointers.</param>
/// <param name="Tolerance">How far results may be from the reference, relative to the larger of one and the value.</param>
internal sealed record KernelCase(Func<KernelSet, string> Add, KernelBuffer[] Buffers, double Tolerance = 0)
{
    public const int Images = 2;

    /// <summary>
    /// Runs kernels on every instruction set: the result is the reference's to the tolerance, the same bits for all, and nothing else has
    /// changed.
    /// </summary>
    public static void Check(IReadOnlyList<KernelCase> cases)
    {
        var names = new string[cases.Count];
        var compiled = new CompiledKernels(kernels =>
        {
            for (var i = 0; i < names.Length; i++)
                names[i] = cases[i].Add(kernels);
        });
        AssertMethodsAreSmall(compiled);

        foreach (var (kernel, name) in cases.Zip(names))
        {
            var bits = Target.All.Select(target => kernel.Run(compiled, target, name)).ToArray();
            for (var target = 1; target < bits.Length; target++)
            {
                for (var buffer = 0; buffer < kernel.Buffers.Length; buffer++)
                    Assert.Equal(bits[0][buffer], bits[target][buffer]);
            }
        }
    }

    /// <summary>The bits of all pixels afterwards, per buffer.</summary>
    private int[][] Run(CompiledKernels compiled, Target target, string name)
    {
        var stride = Buffers.Max(buffer => buffer.Tensor.Floats) + 16;
        var memory = Buffers.Select(buffer => new ImageBuffer(buffer.Tensor, stride, Images)).ToArray();
        foreach (var (image, buffer) in memory.Zip(Buffers).Where(pair => pair.Second.Values != null))
            image.Put(buffer.Values!, buffer.IsGradient ? PaddingLanes.Zero : PaddingLanes.Arbitrary);
        var before = memory.Select(image => image.Bits).ToArray();

        compiled.Run(target, name, [.. memory.Select(image => image.Address)], stride, Images);

        for (var i = 0; i < Buffers.Length; i++)
        {
            memory[i].AssertOnlyPixelsWritten();
            if (Buffers[i].IsGradient)
                memory[i].AssertPaddingIsZero();
            if (Buffers[i].Expected is { } expected)
                AssertClose(expected, memory[i].Take(), Tolerance, $"{target.Name} {name}");
            else
                Assert.Equal(before[i], memory[i].Bits);
        }

        return [.. memory.Select(image => image.Take().Select(BitConverter.SingleToInt32Bits).ToArray())];
    }

    public static void AssertClose(double[] expected, float[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            // Infinities have no distance from themselves, and a NaN is right where it is expected.
            var error = Math.Abs(expected[i] - actual[i]);
            if (!expected[i].Equals(actual[i]) && !(error <= tolerance * Math.Max(1, Math.Abs(expected[i]))))
                Assert.Fail($"{what}: element {i} is {actual[i]}, expected {expected[i]}");
        }
    }

    /// <summary>Values of both signs; whole ones repeat, so that maxima tie.</summary>
    public static float[] Values(int size, int seed, bool whole = false)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, size * Images).Select(_ => whole ? random.Next(-2, 3) : (float)((random.NextDouble() * 4) - 2))];
    }

    /// <summary>
    /// Half of the byte count above which the JIT stops optimising; 20,000 bytes are also below half of its 20,000 instructions.
    /// </summary>
    private static void AssertMethodsAreSmall(CompiledKernels compiled)
    {
        foreach (var method in compiled.Methods)
        {
            var body = method.GetMethodBody()!;
            Assert.InRange(body.GetILAsByteArray()!.Length, 1, 20_000);
            Assert.InRange(body.LocalVariables.Count, 0, 1_000);
        }
    }
}
