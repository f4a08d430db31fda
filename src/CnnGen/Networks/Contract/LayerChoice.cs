using CnnGen.Runtime;

namespace CnnGen;

/// <summary>How a convolution or dense layer is computed in one direction, and what the planner had to choose from.</summary>
/// <param name="Direction">The direction.</param>
/// <param name="Algorithm">What was chosen, or asked for by the layer: <c>Winograd F(4x4, 3x3)</c>.</param>
/// <param name="Candidates">Every algorithm that can compute it, the direct one first.</param>
/// <param name="Tiles">The register tile of each instruction set there is code for, best first.</param>
public sealed record LayerChoice(
    LayerDirection Direction, string Algorithm, IReadOnlyList<AlgorithmCandidate> Candidates, IReadOnlyList<RegisterTile> Tiles);

/// <summary>An algorithm that the planner looked at.</summary>
/// <param name="Algorithm">Its name.</param>
/// <param name="RelativeCost">Its estimated time in proportion to that of the direct algorithm, which has 1; 0.5 is twice as fast.</param>
public readonly record struct AlgorithmCandidate(string Algorithm, double RelativeCost);

/// <summary>
/// The sums that stay in registers while the innermost loop runs: the largest tile of the kernel, others cover what it leaves over.
/// </summary>
/// <param name="InstructionSet">The instruction set.</param>
/// <param name="Rows">Pixels (of a Winograd convolution: tiles; of a dense layer: images); for a weight gradient, rows of the
/// kernel.</param>
/// <param name="Vectors">Vectors of output channels.</param>
public readonly record struct RegisterTile(InstructionSet InstructionSet, int Rows, int Vectors);
