using CnnGen.Training;

namespace CnnGen.Tests.Training.Checkpoints;

/// <summary>A process that trains with a checkpoint at every step, to be killed.</summary>
internal static class TrainingProgram
{
    /// <summary>What it says after its first step, when all is compiled; or at once where there is no step left.</summary>
    public const string Begun = "begun";

    /// <summary>Goes on with the training of a folder, on some threads; says what came out.</summary>
    public static int Run(string[] arguments)
    {
        var (folder, threads) = (arguments[0], int.Parse(arguments[1]));
        using var network = ResumableTraining.NewNetwork(threads);
        var options = ResumableTraining.Options(checkpoint: new CheckpointOptions(folder) { EverySteps = 1, Resume = true }) with
        {
            Epochs = 40,
            Callbacks = [new Announcement()],
        };
        Console.WriteLine(ResumableTraining.Describe(network, network.Fit(ResumableTraining.Data, options)));
        return 0;
    }

    private sealed class Announcement : ITrainingCallback
    {
        private bool _isMade;

        public void OnBatchEnd(in BatchProgress progress) => Make();

        public void OnTrainEnd(History history) => Make();

        private void Make()
        {
            if (!_isMade)
                Console.WriteLine(Begun);
            _isMade = true;
        }
    }
}
