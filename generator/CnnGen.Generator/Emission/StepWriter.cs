using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission;

/// <summary>Writes the steps of a pass as calls of kernels.</summary>
/// <param name="kernels">Receives the kernels.</param>
/// <param name="places">Where parameters lie.</param>
/// <param name="target">The number of the instruction set.</param>
/// <param name="code">Receives the calls.</param>
/// <param name="weights">What the pass calls the weights.</param>
/// <param name="images">What leads to the first image of the pass in the caller's memory, before an image's size; empty where it is the
/// very first.</param>
internal sealed class StepWriter(
    KernelSet kernels, ParameterPlaces places, int target, CodeWriter code, string weights, string images)
{
    /// <summary>A place in the workspace, as C#.</summary>
    public static string At(Place place) => CodeWriter.At("work", place.Offset);

    /// <summary>All of a layer, where it is not free.</summary>
    public void Write(LayerPass? layer)
    {
        if (layer is null)
            return;
        WriteHeading(layer);
        if (layer.Border is { } border)
            Write(border);
        foreach (var step in layer.Steps)
            Write(step);
    }

    /// <summary>The comment that names a layer.</summary>
    public void WriteHeading(LayerPass layer) => code.Line($"// {layer.Heading}");

    /// <summary>One step.</summary>
    public void Write(Step step)
    {
        if (step is KernelCall call)
        {
            code.Line(Call(call));
            return;
        }

        var choice = (Choice)step;
        // The kernel of the usual case comes first among the kernels.
        var otherwise = choice.Otherwise is { } usual ? Call(usual) : null;
        var then = Call(choice.Then);
        using (code.Open($"if ({Condition(choice)})"))
            code.Line(then);
        if (otherwise is null)
            return;
        using (code.Open("else"))
            code.Line(otherwise);
    }

    /// <summary>An argument, as C#.</summary>
    public string Text(Argument operand) => operand.Kind switch
    {
        ArgumentKind.Workspace => CodeWriter.At("work", operand.Number),
        ArgumentKind.Weights => places.At(weights, operand.Number),
        ArgumentKind.Gradients => places.At("pass.Gradients", operand.Number),
        ArgumentKind.Batch => CodeWriter.At("pass.Batch", operand.Number),
        ArgumentKind.ForwardKernels => CodeWriter.At("pass.ForwardKernels", operand.Number),
        ArgumentKind.BackwardKernels => CodeWriter.At("pass.BackwardKernels", operand.Number),
        ArgumentKind.Scratch => CodeWriter.At("pass.Scratch", operand.Number),
        ArgumentKind.Images => Callers("pass.Floats", operand.Number),
        ArgumentKind.ImageBytes => Callers("pass.Bytes", operand.Number),
        ArgumentKind.Outputs => Callers("pass.Outputs", operand.Number),
        ArgumentKind.FurtherOutputs => OfOutput("pass.FurtherOutputs", operand),
        ArgumentKind.FurtherGradients => OfOutput("pass.FurtherGradients", operand),
        ArgumentKind.LayerGradients => OfOutput("pass.LayerGradients", operand),
        ArgumentKind.OutputGradients => Callers("pass.OutputGradients", operand.Number),
        ArgumentKind.LabelsAndLosses => "pass.Labels, pass.Losses",
        ArgumentKind.ActivityPenalties => images.Length == 0 ? "pass.ActivityPenalties" : "pass.ActivityPenalties + first",
        ArgumentKind.BatchImages => "pass.Count",
        ArgumentKind.Nothing => "null",
        _ => $"{operand.Number}",
    };

    private string Call(KernelCall call)
    {
        var draws = call.Draws ? ", pass.Seed, pass.Step, first" : "";
        var images = call.IsOfImages ? ", imageStride, count" : "";
        return $"{KernelWriters.Add(kernels, target, call.Kernel)}({string.Join(", ", call.Arguments.Select(Text))}{images}{draws});";
    }

    private string Callers(string pointer, int size) => images.Length == 0 ? pointer : $"{pointer}{images}{size}";

    /// <summary>In prediction the pass says which of the call's images it begins with.</summary>
    private string OfOutput(string pointers, Argument operand) => images.Length == 0
        ? $"&{pointers}[{operand.Which}][pass.First * {operand.Number}]"
        : $"{pointers}[{operand.Which}]{images}{operand.Number}";

    private static string Condition(Choice choice) => choice.Condition switch
    {
        PassCondition.ImagesAreBytes => "pass.Bytes != null",
        PassCondition.LossesAreWanted => "pass.Losses != null",
        PassCondition.FurtherGradientsAreGiven => "pass.FurtherGradients != null",
        PassCondition.FurtherGradientIsOfOutput => $"pass.FurtherGradients != null && !pass.FurtherIsOfLogits({choice.Which})",
        PassCondition.FurtherGradientIsOfLogits => $"pass.FurtherIsOfLogits({choice.Which})",
        PassCondition.GradientsAreOfOutputs => "!pass.FromLogits",
        PassCondition.PenaltiesAreWanted => "pass.ActivityPenalties != null",
        _ => "pass.FurtherOutputs != null",
    };
}
