namespace CnnGen.Runtime;

/// <summary>
/// Names one dropout mask: what else it depends on is only the element's index. Equal keys give equal masks on any machine.
/// </summary>
/// <param name="Seed">The network's seed.</param>
/// <param name="Step">The training step, below 2^48.</param>
/// <param name="Layer">The layer's index, in [0, 65535).</param>
/// <param name="Image">The image's index in its batch, at least 0.</param>
public readonly record struct DropoutKey(ulong Seed, ulong Step, int Layer, int Image);
