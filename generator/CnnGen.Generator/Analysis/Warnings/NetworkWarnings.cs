using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Analysis.Warnings;

/// <summary>What is legal and surely not meant, in a network without errors. The generator does not ask.</summary>
internal static class NetworkWarnings
{
    private static readonly Func<NetworkView, IEnumerable<NetworkError>>[] Rules =
    [
        ActivationTwice.Find,
        DropoutAtTheEnd.Find,
        BiasBeforeBatchNormalization.Find,
        StepsOverWindows.Find,
        RestOfWindows.Find,
        SoftmaxOfOneValue.Find,
        WindowOrStrides.Find,
    ];

    /// <summary>All of them, rule by rule.</summary>
    public static IEnumerable<NetworkError> Of(Network network, NetworkDeclaration declaration)
    {
        var view = new NetworkView(network, declaration);
        return Rules.SelectMany(rule => rule(view));
    }
}
