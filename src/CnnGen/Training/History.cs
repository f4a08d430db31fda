using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>What training brought, epoch by epoch.</summary>
public sealed class History
{
    private static readonly ConditionalWeakTable<Exception, History> OfExceptions = [];

    internal History(
        IReadOnlyList<string> metrics,
        IReadOnlyList<EpochResult> epochs,
        bool cancelled,
        TrainingStep? firstNonFiniteStep,
        Exception? error)
    {
        Names = [.. ResultNames.OfEpoch(metrics)];
        (Epochs, Cancelled, FirstNonFiniteStep, Error) = (epochs, cancelled, firstNonFiniteStep, error);
    }

    /// <summary>
    /// The epochs in order. Where training was cancelled, or ended by an exception, within an epoch, its part is the last entry, with fewer
    /// images or without validation; a metric that could not tell its result is NaN there.
    /// </summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>
    /// Names of the results of an epoch: <c>loss</c>, the metrics, and the same with <c>val_</c> before them for the validation images.
    /// </summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A result of all epochs, as Keras' <c>history.history[name]</c>; null where there was no validation.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such result; the message names those that there are.</exception>
    public IReadOnlyList<double?> this[string name] =>
        Names.Contains(name) ? [.. Epochs.Select(epoch => epoch[name])] : throw MetricValues.Unknown(name, [.. Names]);

    /// <summary>Whether training was cancelled before its last epoch was over.</summary>
    public bool Cancelled { get; }

    /// <summary>Where training went on from a checkpoint; null where it began. The epochs before are among <see cref="Epochs"/>.</summary>
    public ResumePoint? ResumedFrom { get; internal init; }

    /// <summary>Why a callback ended training before its last epoch; null where none did: see <see cref="TrainingContext.Stop"/>.</summary>
    public string? StopReason { get; internal init; }

    /// <summary>
    /// The first step with an image whose outputs or loss were infinite or no number (NaN), before its update; null where there was none.
    /// What follows is hardly ever of use: see whether the images hold such values, or take a smaller learning rate.
    /// </summary>
    public TrainingStep? FirstNonFiniteStep { get; }

    /// <summary>The exception that ended training; null where it came to its end or was cancelled.</summary>
    public Exception? Error { get; }

    /// <summary>The history of the training that an exception came out of: no epoch that is done is lost.</summary>
    /// <param name="exception">What <see cref="NetworkTraining.Fit"/> threw, or an exception around it.</param>
    /// <returns>What training had brought; null where the exception comes from elsewhere, such as from the checks before
    /// training.</returns>
    public static History? Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (OfExceptions.TryGetValue(e, out var history))
                return history;
        }

        return null;
    }

    /// <summary>
    /// Writes a line per epoch under the header
    /// <c>epoch,loss,accuracy,val_loss,val_accuracy,seconds,images_per_second,non_finite,val_non_finite</c>, with the metrics of the
    /// training in place of <c>accuracy</c>, whatever the culture; numbers read back exactly, and what there is no value for is empty. The
    /// target is replaced only once the new file is whole.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="IOException">
    /// The folder does not exist, the path leads to something other than a regular file (a folder, a pipe, a device), or the disk is full
    /// or fails; the previous file is untouched.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The folder may not be written to, or the previous file is write-protected or belongs to another user or group; it is untouched.
    /// </exception>
    public void WriteCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = new StringBuilder().AppendJoin(',', ResultNames.Columns(Names)).Append('\n');
        foreach (var e in Epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{e.Epoch}");
            foreach (var name in Names)
                text.Append(CultureInfo.InvariantCulture, $",{e[name]}");
            text.Append(CultureInfo.InvariantCulture, $",{e.Seconds},{e.ImagesPerSecond},{e.NonFinite},{e.ValidationNonFinite}\n");
        }

        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Makes this the history of an exception, see <see cref="Of"/>.</summary>
    internal void GoWith(Exception exception) => OfExceptions.AddOrUpdate(exception, this);
}
