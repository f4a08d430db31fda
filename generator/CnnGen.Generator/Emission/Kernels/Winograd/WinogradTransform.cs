namespace CnnGen.Generator.Emission.Kernels.Winograd;

/// <summary>Some outputs of a transform that share intermediate values.</summary>
/// <param name="Inputs">The inputs that they need.</param>
/// <param name="Outputs">The outputs, ascending.</param>
/// <param name="Compute">Writes the intermediate values and returns an expression for each output.</param>
internal sealed record TransformGroup(int[] Inputs, int[] Outputs, Func<TransformText, string[], string[]> Compute);

/// <summary>
/// The linear transforms of Winograd's F(m, 3) in one dimension: y = A' [(G g) * (B' d)] for outputs y, taps g and inputs d. F(2, 3)
/// evaluates polynomials at 0, 1, -1 and infinity, F(4, 3) also at 2 and -2 (Lavin and Gray 2015, equations 9 and 13). Every instruction
/// set does the same operations in the same order.
/// </summary>
/// <param name="Inputs">Length of what it takes.</param>
/// <param name="Outputs">Length of what it gives.</param>
/// <param name="Groups">How the outputs are computed.</param>
internal sealed record WinogradTransform(int Inputs, int Outputs, TransformGroup[] Groups)
{
    /// <summary>B': a tile of the input, m + 2 pixels, to its frequencies.</summary>
    public static WinogradTransform Input(int tile) => tile == 2 ? Input2 : Input4;

    /// <summary>A': frequencies to m pixels of the output.</summary>
    public static WinogradTransform Output(int tile) => tile == 2 ? Output2 : Output4;

    /// <summary>G: three taps to frequencies.</summary>
    public static WinogradTransform Kernel(int tile) => tile == 2 ? Kernel2 : Kernel4;

    /// <summary>A, the transpose of the output's transform: m pixels of the output's gradient to frequencies.</summary>
    public static WinogradTransform Gradient(int tile) => tile == 2 ? Gradient2 : Gradient4;

    /// <summary>G', the transpose of the kernel's transform: frequencies to the gradients of three taps.</summary>
    public static WinogradTransform KernelGradient(int tile) => tile == 2 ? KernelGradient2 : KernelGradient4;

    private static readonly WinogradTransform Input2 = new(4, 4,
    [
        new([0, 2], [0], (_, d) => [$"{d[0]} - {d[1]}"]),
        new([1, 2], [1, 2], (_, d) => [$"{d[0]} + {d[1]}", $"{d[1]} - {d[0]}"]),
        new([1, 3], [3], (_, d) => [$"{d[0]} - {d[1]}"]),
    ]);

    private static readonly WinogradTransform Output2 = new(4, 2,
    [
        new([0, 1, 2], [0], (_, m) => [$"{m[0]} + {m[1]} + {m[2]}"]),
        new([1, 2, 3], [1], (_, m) => [$"{m[0]} - {m[1]} - {m[2]}"]),
    ]);

    private static readonly WinogradTransform Kernel2 = new(3, 4,
    [
        new([0], [0], (_, g) => [g[0]]),
        new([0, 1, 2], [1, 2], (t, g) =>
        {
            var outer = t.Local($"{g[0]} + {g[2]}");
            return [t.Multiply(0.5, $"({outer} + {g[1]})"), t.Multiply(0.5, $"({outer} - {g[1]})")];
        }),
        new([2], [3], (_, g) => [g[0]]),
    ]);

    private static readonly WinogradTransform Gradient2 = new(2, 4,
    [
        new([0], [0], (_, y) => [y[0]]),
        new([0, 1], [1, 2], (_, y) => [$"{y[0]} + {y[1]}", $"{y[0]} - {y[1]}"]),
        new([1], [3], (_, y) => [$"-{y[0]}"]),
    ]);

    private static readonly WinogradTransform KernelGradient2 = new(4, 3,
    [
        new([0, 1, 2, 3], [0, 2], (t, m) =>
        {
            var sum = t.Local($"{m[1]} + {m[2]}");
            return [t.MultiplyAdd(0.5, sum, m[0]), t.MultiplyAdd(0.5, sum, m[3])];
        }),
        new([1, 2], [1], (t, m) => [t.Multiply(0.5, $"({m[0]} - {m[1]})")]),
    ]);

    private static readonly WinogradTransform Input4 = new(6, 6,
    [
        new([0, 2, 4], [0], (t, d) => [t.MultiplyAdd(4, d[0], t.MultiplyAdd(-5, d[1], d[2]))]),
        new([1, 2, 3, 4], [1, 2], (t, d) =>
        {
            var (even, odd) = (t.Local(t.MultiplyAdd(-4, d[1], d[3])), t.Local(t.MultiplyAdd(-4, d[0], d[2])));
            return [$"{even} + {odd}", $"{even} - {odd}"];
        }),
        new([1, 2, 3, 4], [3, 4], (t, d) =>
        {
            var (even, odd) = (t.Local($"{d[3]} - {d[1]}"), t.Local($"{d[2]} - {d[0]}"));
            return [t.MultiplyAdd(2, odd, even), t.MultiplyAdd(-2, odd, even)];
        }),
        new([1, 3, 5], [5], (t, d) => [t.MultiplyAdd(4, d[0], t.MultiplyAdd(-5, d[1], d[2]))]),
    ]);

    private static readonly WinogradTransform Output4 = new(6, 4,
    [
        new([0, 1, 2, 3, 4], [0, 2], (t, m) =>
        {
            var (one, two) = (t.Local($"{m[1]} + {m[2]}"), t.Local($"{m[3]} + {m[4]}"));
            return [$"{m[0]} + {one} + {two}", t.MultiplyAdd(4, two, one)];
        }),
        new([1, 2, 3, 4, 5], [1, 3], (t, m) =>
        {
            var (one, two) = (t.Local($"{m[0]} - {m[1]}"), t.Local($"{m[2]} - {m[3]}"));
            return [t.MultiplyAdd(2, two, one), t.MultiplyAdd(8, two, one) + $" + {m[4]}"];
        }),
    ]);

    private static readonly WinogradTransform Kernel4 = new(3, 6,
    [
        new([0], [0], (t, g) => [t.Multiply(1 / 4.0, g[0])]),
        new([0, 1, 2], [1, 2], (t, g) =>
        {
            var outer = t.Local($"{g[0]} + {g[2]}");
            return [t.Multiply(-1 / 6.0, $"({outer} + {g[1]})"), t.Multiply(-1 / 6.0, $"({outer} - {g[1]})")];
        }),
        new([0, 1, 2], [3, 4], (t, g) =>
        {
            var (outer, inner) = (t.Local(t.MultiplyAdd(4, g[2], g[0])), t.Local($"{g[1]} + {g[1]}"));
            return [t.Multiply(1 / 24.0, $"({outer} + {inner})"), t.Multiply(1 / 24.0, $"({outer} - {inner})")];
        }),
        new([2], [5], (_, g) => [g[0]]),
    ]);

    private static readonly WinogradTransform Gradient4 = new(4, 6,
    [
        new([0], [0], (_, y) => [y[0]]),
        new([0, 1, 2, 3], [1, 2], (t, y) =>
        {
            var (even, odd) = (t.Local($"{y[0]} + {y[2]}"), t.Local($"{y[1]} + {y[3]}"));
            return [$"{even} + {odd}", $"{even} - {odd}"];
        }),
        new([0, 1, 2, 3], [3, 4], (t, y) =>
        {
            var (even, odd) = (t.Local(t.MultiplyAdd(4, y[2], y[0])), t.Local(t.MultiplyAdd(4, y[3], y[1])));
            return [t.MultiplyAdd(2, odd, even), t.MultiplyAdd(-2, odd, even)];
        }),
        new([3], [5], (_, y) => [y[0]]),
    ]);

    private static readonly WinogradTransform KernelGradient4 = new(6, 3,
    [
        new([0, 1, 2, 3, 4, 5], [0, 2], (t, m) =>
        {
            var (one, two) = (t.Local($"{m[1]} + {m[2]}"), t.Local($"{m[3]} + {m[4]}"));
            return
            [
                t.MultiplyAdd(1 / 4.0, m[0], t.MultiplyAdd(1 / 24.0, two, t.Multiply(-1 / 6.0, one))),
                t.MultiplyAdd(1 / 6.0, $"{two} - {one}", m[5]),
            ];
        }),
        new([1, 2, 3, 4], [1], (t, m) => [t.MultiplyAdd(1 / 12.0, $"{m[2]} - {m[3]}", t.Multiply(1 / 6.0, $"({m[1]} - {m[0]})"))]),
    ]);
}
