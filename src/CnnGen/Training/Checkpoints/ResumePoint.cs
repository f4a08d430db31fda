using System.Globalization;

namespace CnnGen.Training;

/// <summary>Where a training goes on from: the checkpoint that it read, and where that one stands.</summary>
public sealed class ResumePoint
{
    private readonly int _batches;

    internal ResumePoint(string path, long step, int batches)
    {
        (Path, Step, _batches) = (path, step, batches);
        (Epoch, Batch) = ((int)((step - 1) / batches) + 1, (int)((step - 1) % batches) + 1);
    }

    /// <summary>The checkpoint.</summary>
    public string Path { get; }

    /// <summary>The epoch that it stands in, or at the end of, from 1.</summary>
    public int Epoch { get; }

    /// <summary>Batches of that epoch that are done, at least 1.</summary>
    public int Batch { get; }

    /// <summary>Batches of the whole training that are done.</summary>
    public long Step { get; }

    /// <summary>Whether nothing is left to do: it has all epochs that were asked for, or a callback ended the training.</summary>
    public bool IsOver { get; internal init; }

    /// <summary>Why a callback ended the training; null where none did.</summary>
    internal string? StopReason { get; init; }

    /// <summary>
    /// It in words, such as <c>resumed from epoch 3, batch 120 of 469 (step 1,058)</c>, or that nothing is left to do, and why; the same in
    /// every culture.
    /// </summary>
    public override string ToString() => this switch
    {
        { StopReason: { } reason } => string.Create(
            CultureInfo.InvariantCulture, $"nothing left to do: the training of the checkpoint was ended in epoch {Epoch}: {reason}"),
        { IsOver: true } => string.Create(
            CultureInfo.InvariantCulture, $"nothing left to do: the checkpoint has all epochs, {Epoch} with {Step:N0} steps"),
        _ => string.Create(
            CultureInfo.InvariantCulture, $"resumed from epoch {Epoch}, batch {Batch:N0} of {_batches:N0} (step {Step:N0})"),
    };
}
