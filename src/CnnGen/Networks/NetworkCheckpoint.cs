using CnnGen.Formats;
using CnnGen.Training;

namespace CnnGen;

/// <summary>Writes all that the next training step of a network depends on to a file, and reads it.</summary>
/// <param name="context">The network.</param>
/// <param name="training">Its training.</param>
internal sealed class NetworkCheckpoint(RunContext context, TrainingRun training)
{
    private const string SeedName = "seed";

    private long Seed => (long)context.Weights.Seed;

    private WeightFile Weights => new(context.Info.Name, context.Weights);

    /// <summary>Writes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">What the caller wants back with it; null: nothing.</param>
    public void Save(string path, TrainingState? state)
    {
        var all = new TrainingState();
        all.Set(SeedName, Seed);
        training.Save(all);
        state?.CopyTo(all.Section(TrainingState.CallersSection));
        CheckpointFile.Write(path, context.Info.Name, Weights.Sources(), all);
    }

    /// <summary>Reads it, all or nothing.</summary>
    /// <param name="file">The file.</param>
    /// <param name="optimizer">The optimizer that the next step is taken with.</param>
    /// <returns>What the caller gave.</returns>
    /// <exception cref="InvalidDataException">It does not fit.</exception>
    public TrainingState Load(SafetensorsFile file, Optimizer optimizer)
    {
        var state = CheckpointFile.StateOf(file, context.Info.Name);
        Weights.Load(file, () =>
        {
            var seed = state.GetInt64(SeedName);
            if (seed != Seed)
            {
                throw new InvalidDataException(
                    $"{file.Path}: expected a checkpoint of a {context.Info.Name} with seed {Seed}, by which dropout draws, but it is of"
                    + $" one with seed {seed}: make the network with that.");
            }

            training.Restore(state, optimizer);
        });
        return state.Section(TrainingState.CallersSection);
    }
}
