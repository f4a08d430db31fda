using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Analysis;

/// <summary>
/// Whether a network whose shapes fit can be planned: whether all of its memory can be addressed, and its code written in sensible time.
/// Asks the planner itself, which without instruction sets chooses no tiles and is done at once.
/// </summary>
internal static class SizeRule
{
    /// <summary>Kernels of one input gradient; there is one for each position modulo the strides.</summary>
    private const int MostPhases = 4096;

    private static readonly GeneratorOptions NoCode = new(EquatableArray<Target>.Empty);

    /// <summary>The error of a network that is too large; null where it is not.</summary>
    public static NetworkError? Check(Network network, NetworkDeclaration declaration)
    {
        if (TooManyPhases(network) is var (strided, phases))
        {
            var index = NetworkBuilder.AttributeOf(strided, declaration.Attributes);
            return new(DiagnosticIds.TooLarge, index, Argument: null, new(
            [
                LayerReader.Describe(declaration.Attributes[index], strided.Name),
                $"strides that meet its input in {LayerReader.Text(phases)} ways, each with code of its own in training",
                LayerReader.Text(MostPhases),
            ]));
        }

        try
        {
            Planner.Plan(network, NoCode);
            return null;
        }
        catch (ArenaTooLargeException exception)
        {
            return new(DiagnosticIds.TooLarge, NetworkError.ClassName, Argument: null, new(
                [$"Network '{network.Type.Name}'", exception.Message, $"{LayerReader.Text(Arena.MostFloats)} floats (8 GiB)"]));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A fault of the planner's: the generator meets it too, and reports it.
            return null;
        }
    }

    /// <summary>The first layer whose input gradient is made of too many products, and how many; null where there is none.</summary>
    private static (Layer Layer, long Phases)? TooManyPhases(Network network)
    {
        var isNeeded = false;
        foreach (var planner in network.Layers.Select(LayerPlanners.Of))
        {
            if (isNeeded && planner.InputGradientKernels > MostPhases)
                return (planner.Layer, planner.InputGradientKernels);
            isNeeded |= planner.IsTrainable;
        }

        return null;
    }
}
