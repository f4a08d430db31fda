namespace CnnGen;

/// <summary>
/// Makes a class a block: layers that are written once and used by <see cref="BlockAttribute"/> as often as is wanted, each time with other
/// sizes. It stands first, in the place of <c>[Input]</c>, and is whatever the use reads; layers of the block name it <c>input</c>.
/// </summary>
/// <example>
/// <code>
/// [BlockInput]
/// [Conv2D(Block.Filters, 3, Padding = Padding.Same)] [BatchNormalization] [Activation(Activation.Relu)]
/// [Conv2D(Block.Filters, 3, Padding = Padding.Same)] [BatchNormalization]
/// [Add("input")] [Activation(Activation.Relu)]
/// public static class BasicBlock;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
public sealed class BlockInputAttribute : Attribute;
