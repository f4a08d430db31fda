using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>The inputs that the channels of a vector read, where channels come in groups.</summary>
/// <param name="isa">The vectors.</param>
/// <param name="groups">The groups.</param>
internal sealed class GroupInputs(Isa isa, ChannelGroups groups)
{
    /// <summary>
    /// Whether a vector's lanes read several inputs, which one load brings and each term takes in another order; else one for all lanes.
    /// </summary>
    public bool AreSpread { get; } = groups.ShareVectors(isa.Lanes);

    /// <summary>From the first input of all to the first that a vector reads, as C#.</summary>
    /// <param name="vector">The number of the vector, as C#.</param>
    public string OffsetOf(string vector) => AreSpread
        ? $"{vector} * {isa.Lanes}"
        : groups.Outputs == isa.Lanes ? $"{vector} * {groups.Inputs}" : $"{vector} / {groups.Outputs / isa.Lanes} * {groups.Inputs}";

    /// <summary>A term of all lanes, as C#.</summary>
    /// <param name="pointer">Points to the first input of the first group that the vector reads.</param>
    /// <param name="offset">Floats from there to the pixel.</param>
    /// <param name="term">Which input of a group.</param>
    public string Term(string pointer, int offset, int term)
    {
        if (!AreSpread)
            return isa.Broadcast($"{pointer}[{offset + term}]");
        var lanes = Enumerable.Range(0, isa.Lanes).Select(lane => (lane / groups.Outputs * groups.Inputs) + term);
        return $"{isa.Class}.Shuffle({isa.Load(CodeWriter.At(pointer, offset))}, {isa.Class}.Create({string.Join(", ", lanes)}))";
    }
}
