using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission;

/// <summary>Layers of prediction that follow each other and that no stage cuts, with the copies to the caller where they are
/// next.</summary>
/// <param name="Name">The method that does them.</param>
/// <param name="Parts">The stage's parts.</param>
internal sealed record LayerRun(string Name, List<StagePart> Parts)
{
    /// <summary>The layers.</summary>
    public List<LayerPass> Layers { get; } = [.. Parts.OfType<WholeLayer>().Select(part => part.Layer)];

    /// <summary>The copies to the caller; none where other layers follow.</summary>
    public EquatableArray<Step> Outputs { get; } = Parts.OfType<OutputPart>().FirstOrDefault()?.Steps ?? EquatableArray<Step>.Empty;

    /// <summary>Those of all stages; a single call is no run.</summary>
    public static List<LayerRun> Of(EquatableArray<Stage> stages)
    {
        var runs = new List<LayerRun>();
        foreach (var stage in stages)
        {
            var parts = new List<StagePart>();
            foreach (var part in stage.Parts)
            {
                if (part is WholeLayer or OutputPart)
                    parts.Add(part);
                else
                    Close();
            }

            Close();

            void Close()
            {
                var run = new LayerRun($"InferLayers{runs.Count}", parts);
                if (run.Layers.Sum(layer => layer.Steps.Count) > 1)
                    runs.Add(run);
                parts = [];
            }
        }

        return runs;
    }
}
