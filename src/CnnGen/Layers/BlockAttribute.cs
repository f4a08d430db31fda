namespace CnnGen;

/// <summary>
/// Uses a block: its layers stand here. Their names begin with that of the use, <c>basic_block.conv2d</c>; the use's own name means its
/// last layer.
/// </summary>
/// <param name="type">The class with the block's layers, which has <see cref="BlockInputAttribute"/>.</param>
/// <remarks>What the block needs of these sizes it takes by <see cref="Block"/>; what it needs and is not given is error CNN058.</remarks>
public sealed class BlockAttribute(Type type) : LayerAttribute
{
    /// <summary>The block.</summary>
    public Type Type { get; } = type;

    /// <summary>What <see cref="Block.Filters"/> means.</summary>
    public int Filters { get; init; }

    /// <summary>What <see cref="Block.KernelSize"/> means.</summary>
    public int KernelSize { get; init; }

    /// <summary>What <see cref="Block.Strides"/> means; 1 when left out.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>What <see cref="Block.Expansion"/> means.</summary>
    public int Expansion { get; init; }

    /// <summary>What <see cref="Block.Units"/> means.</summary>
    public int Units { get; init; }

    /// <summary>What <see cref="Block.Rate"/> means.</summary>
    public double Rate { get; init; }

    /// <summary>How often the block stands here, each time behind the one before; 1 when left out.</summary>
    public int Repeat { get; init; } = 1;
}
