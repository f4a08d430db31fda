using CnnGen.Generator.Analysis.Warnings;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Analysis;

/// <summary>
/// Everything that a network must fulfil; what the analyzer reports is what the generator takes as a reason to write none.
/// </summary>
internal static class NetworkRules
{
    /// <summary>The warnings of a network; none where it is null.</summary>
    public static IEnumerable<NetworkError> Warnings(Network? network, NetworkDeclaration declaration) =>
        network is null ? [] : NetworkWarnings.Of(network, declaration);

    /// <summary>
    /// The network, or all of its errors; see <see cref="NetworkBuilder.Build"/>. What is too large is found last, as only a network whose
    /// shapes fit has sizes.
    /// </summary>
    public static (Network? Network, EquatableArray<NetworkError> Errors) Check(NetworkDeclaration declaration)
    {
        var (network, errors) = NetworkBuilder.Build(declaration);
        return network is not null && SizeRule.Check(network, declaration) is { } error
            ? (null, new([.. errors, error]))
            : (network, errors);
    }
}
