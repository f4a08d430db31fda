using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Text;

/// <summary>
/// How an instruction set is spelled in C#. One value of this type is all that distinguishes the kernels of two instruction sets.
/// </summary>
internal sealed class Isa
{
    private readonly bool _fusedByHelper;

    public Isa(Target target)
    {
        Target = target;
        // Vector128 and Scalar also run where there is no fused multiply-add; the helper then multiplies and adds.
        _fusedByHelper = target.Lanes <= 4;
        Class = target.Lanes switch { 16 => "Vector512", 8 => "Vector256", 4 => "Vector128", _ => "" };
    }

    public Target Target { get; }

    public string Name => Target.Name;

    public int Lanes => Target.Lanes;

    /// <summary><c>Vector512</c>, or empty for scalar code.</summary>
    public string Class { get; }

    /// <summary>The type of a register: <c>Vector512&lt;float&gt;</c> or <c>float</c>.</summary>
    public string Type => IsScalar ? "float" : $"{Class}<float>";

    /// <summary>The runtime's implementation of <c>ILanes</c> for this width.</summary>
    public string LanesType => IsScalar ? "Lanes1" : $"Lanes{Lanes * 32}";

    /// <summary>Type arguments of the runtime's generic row operations.</summary>
    public string TypeArguments => $"{LanesType}, {Type}";

    public bool IsScalar => Lanes == 1;

    public string Zero => IsScalar ? "0f" : $"{Type}.Zero";

    /// <summary>The spelling for tensors whose blocks are narrower than this set's vectors.</summary>
    public Isa For(int blockLanes) => blockLanes >= Lanes ? this : new Isa(Target.For(blockLanes));

    public string Load(string pointer) => IsScalar ? CodeWriter.Dereference(pointer) : $"{Class}.Load({pointer})";

    public string Store(string value, string pointer) =>
        IsScalar ? $"{CodeWriter.Dereference(pointer)} = {value};" : $"{Class}.Store({value}, {pointer});";

    /// <summary>Declares locals, one for each of some vectors.</summary>
    /// <param name="vectors">How many.</param>
    /// <param name="name">A vector's local.</param>
    /// <param name="value">What it is at first.</param>
    public string Declare(int vectors, Func<int, string> name, Func<int, string> value) =>
        $"{Type} {string.Join(", ", Enumerable.Range(0, vectors).Select(vector => $"{name(vector)} = {value(vector)}"))};";

    public string Broadcast(string scalar) => IsScalar ? scalar : $"{Class}.Create({scalar})";

    /// <summary>a * b + c with one rounding.</summary>
    public string MultiplyAdd(string a, string b, string c) =>
        _fusedByHelper ? $"ScalarMath.MultiplyAdd({a}, {b}, {c})" : $"{Class}.FusedMultiplyAdd({a}, {b}, {c})";

    /// <summary>x &lt; 0 ? 0 : x, which keeps NaN.</summary>
    public string Relu(string x) =>
        IsScalar ? $"({x} < 0f ? 0f : {x})" : $"{Class}.ConditionalSelect({Class}.LessThan({x}, {Zero}), {Zero}, {x})";

    /// <summary>dy where the relu that gave y let its input pass, else 0: y &lt;= 0 ? 0 : dy, since NaN passes.</summary>
    public string ReluGradient(string y, string dy) => SelectNotPositive(y, Zero, dy);

    /// <summary>x &lt;= 0 ? yes : no, lane by lane; no for NaN.</summary>
    public string SelectNotPositive(string x, string yes, string no) =>
        IsScalar ? $"({x} <= 0f ? {yes} : {no})" : $"{Class}.ConditionalSelect({Class}.LessThanOrEqual({x}, {Zero}), {yes}, {no})";

    /// <summary>
    /// x &gt; m or x is NaN ? x : m, the same choice in every instruction set: of equal numbers the first, +0 and -0 among them, and a NaN
    /// wherever it comes. What processors and the framework call a maximum differ in one or the other.
    /// </summary>
    public string Max(string m, string x) => Choose(isLeast: false, x, m, x, m);

    /// <summary>Whether x beats m, being larger (or smaller) or a NaN ? yes : no, lane by lane; see <see cref="Max"/>.</summary>
    public string Choose(bool isLeast, string x, string m, string yes, string no) => IsScalar
        ? $"({x} {(isLeast ? "<" : ">")} {m} || float.IsNaN({x}) ? {yes} : {no})"
        : $"{Class}.ConditionalSelect({Class}.{(isLeast ? "Less" : "Greater")}Than({x}, {m}) | {Class}.IsNaN({x}), {yes}, {no})";

    /// <summary>
    /// Whether a and b are copies of each other ? yes : no, lane by lane. Bits are compared, so that a NaN is found again.
    /// </summary>
    public string SelectCopy(string a, string b, string yes, string no) => IsScalar
        ? $"(Unsafe.BitCast<float, int>({a}) == Unsafe.BitCast<float, int>({b}) ? {yes} : {no})"
        : $"{Class}.ConditionalSelect({Class}.Equals({a}.AsInt32(), {b}.AsInt32()).AsSingle(), {yes}, {no})";
}
