namespace CnnGen.Training
{
    public sealed class ProgressBar : CnnGen.Training.ITrainingCallback
    {
        public ProgressBar(Spectre.Console.IAnsiConsole? console = null) { }
        public System.TimeSpan Interval { get; init; }
        public bool IsForOneProcess { get; }
        public void OnBatchEnd(in CnnGen.Training.BatchProgress progress) { }
        public void OnEpochBegin(in CnnGen.Training.EpochStart epoch) { }
        public void OnEpochEnd(in CnnGen.Training.EpochResult result) { }
        public void OnTrainBegin(CnnGen.Training.TrainingContext training) { }
        public void OnTrainEnd(CnnGen.Training.History history) { }
    }
}
