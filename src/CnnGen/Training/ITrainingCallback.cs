namespace CnnGen.Training;

/// <summary>Is told how training goes, on the thread that trains. Each method does nothing unless implemented.</summary>
public interface ITrainingCallback
{
    /// <summary>
    /// Whether it is for one process of a <see cref="FitOptions.Cluster"/>, the first, since it writes files, say; false when left out:
    /// each process has one, which hears the same, and must decide the same.
    /// </summary>
    bool IsForOneProcess => false;

    /// <summary>Training begins; all its arguments have been checked. What is thrown here ends it.</summary>
    /// <param name="training">What is trained, and how to end it.</param>
    void OnTrainBegin(TrainingContext training)
    {
    }

    /// <summary>An epoch begins.</summary>
    /// <param name="epoch">Which, and how much there is to do.</param>
    void OnEpochBegin(in EpochStart epoch)
    {
    }

    /// <summary>A batch was trained on. What takes long here holds training up.</summary>
    /// <param name="progress">Where training stands.</param>
    void OnBatchEnd(in BatchProgress progress)
    {
    }

    /// <summary>The validation after an epoch begins.</summary>
    void OnValidationBegin()
    {
    }

    /// <summary>The validation is over, or was cancelled.</summary>
    void OnValidationEnd()
    {
    }

    /// <summary>An epoch is over, validation included. Not called for an epoch that was cancelled.</summary>
    /// <param name="result">What it brought.</param>
    void OnEpochEnd(in EpochResult result)
    {
    }

    /// <summary>
    /// Training is over: it came to its end, was cancelled, or an exception ended it, be it one of a callback. Called in each case, once;
    /// what one callback throws here does not keep the others from being called.
    /// </summary>
    /// <param name="history">All epochs, and the exception.</param>
    void OnTrainEnd(History history)
    {
    }
}
