using System.Reflection;
using System.Reflection.Emit;
using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Every generated method against half of the sizes above which the JIT stops optimising (<c>DEFAULT_MIN_OPTS_*</c> in the runtime's
/// <c>src/coreclr/jit/compiler.h</c>).
/// </summary>
public sealed class MethodSizeTests
{
    private const int MostBytes = 60_000 / 2;
    private const int MostInstructions = 20_000 / 2;
    private const int MostBlocks = 2_000 / 2;
    private const int MostLocals = 2_000 / 2;
    private const int MostLocalReferences = 8_000 / 2;

    public static TheoryData<string> Names => ZooNetworks.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void MethodsAreSmallEnoughForTheOptimiser(string name) => AssertSmall(ZooNetworks.Subject(name).Network);

    [Fact]
    public void MethodsOfTheSeedNetworkAreSmallEnough()
    {
        string[] methods = AssertSmall(typeof(FashionNetwork));
        Assert.All(
            (string[])["WinogradProduct_", "WinogradPanelProduct_", "WinogradSums_"],
            kernel => Assert.Contains(methods, method => method.StartsWith(kernel, StringComparison.Ordinal)));
    }

    /// <summary>Winograd's transforms are straight-line code for a whole tile.</summary>
    [Fact]
    public void MethodsOfTheLibraryAreSmallEnough()
    {
        Type[] types = [.. typeof(BiasGradient<,>).Assembly.GetTypes().Where(type => type.Namespace == typeof(Lanes1).Namespace)];
        Assert.Contains(typeof(WinogradInput<,>), types);
        AssertSmall(types);
    }

    /// <summary>Checks all methods of a network; returns their names.</summary>
    private static string[] AssertSmall(Type network)
    {
        Type[] types = [.. WithHelpers(network)];
        Assert.All(Enum.GetNames<InstructionSet>(), set =>
            Assert.Contains(types, type => type.Name.EndsWith("_" + set, StringComparison.Ordinal)));
        return AssertSmall(types);
    }

    private static string[] AssertSmall(Type[] types)
    {
        const BindingFlags Own =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        MethodBase[] methods = [.. types.SelectMany(type => type.GetMethods(Own).Concat<MethodBase>(type.GetConstructors(Own)))];
        foreach (var method in methods)
        {
            if (method.GetMethodBody() is not { } body)
                continue;
            var size = IlSize.Of(body);
            Assert.True(
                size.Bytes <= MostBytes && size.Instructions <= MostInstructions && size.Blocks <= MostBlocks
                && size.Locals <= MostLocals && size.LocalReferences <= MostLocalReferences,
                $"{method.DeclaringType}.{method.Name}: {size}");
        }

        return [.. methods.Select(method => method.Name)];
    }

    /// <summary>The class, what is nested in it, and the types that were generated beside it (named after it).</summary>
    private static IEnumerable<Type> WithHelpers(Type network) => network.Assembly.GetTypes()
        .Where(
            type => type == network || type.DeclaringType == network || type.Name.Contains(network.Name + "_", StringComparison.Ordinal));
}

/// <summary>The figures of a method that the JIT compares with its limits, from its IL.</summary>
internal readonly record struct IlSize(int Bytes, int Instructions, int Blocks, int Locals, int LocalReferences)
{
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IlSize Of(MethodBody body)
    {
        byte[] il = body.GetILAsByteArray()!;
        var blockStarts = new HashSet<int> { 0 };
        int instructions = 0, references = 0;
        for (int at = 0; at < il.Length; instructions++)
        {
            var code = OpCodesByValue[il[at] == 0xFE ? BitConverter.ToInt16([il[at + 1], il[at]]) : il[at]];
            int operand = at + code.Size;
            int next = operand + OperandSize(code, il, operand);
            if (IsLocal(code))
                references++;
            AddBlocks(code, il, operand, next, blockStarts);
            at = next;
        }

        return new IlSize(il.Length, instructions, blockStarts.Count, body.LocalVariables.Count, references);
    }

    private static bool IsLocal(OpCode code) =>
        code.Name!.StartsWith("ldloc", StringComparison.Ordinal) || code.Name.StartsWith("stloc", StringComparison.Ordinal)
        || code.Name.StartsWith("ldarg", StringComparison.Ordinal) || code.Name.StartsWith("starg", StringComparison.Ordinal);

    private static void AddBlocks(OpCode code, byte[] il, int operand, int next, HashSet<int> starts)
    {
        switch (code.OperandType)
        {
            case OperandType.ShortInlineBrTarget:
                starts.UnionWith([next, next + (sbyte)il[operand]]);
                break;
            case OperandType.InlineBrTarget:
                starts.UnionWith([next, next + BitConverter.ToInt32(il, operand)]);
                break;
            case OperandType.InlineSwitch:
                starts.Add(next);
                for (int i = operand + 4; i < next; i += 4)
                    starts.Add(next + BitConverter.ToInt32(il, i));
                break;
        }
    }

    private static int OperandSize(OpCode code, byte[] il, int operand) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, operand)),
        _ => 4,
    };
}
