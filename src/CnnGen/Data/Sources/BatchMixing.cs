namespace CnnGen.Data;

/// <summary>What whole batches go through, where their images are mixed with each other.</summary>
internal abstract class BatchMixing
{
    /// <summary>Floats of the target of one image, which targets of any kind become.</summary>
    public abstract int TargetSize { get; }

    /// <summary>Augments a batch in its place, and writes the floats of its targets. One thread at a time.</summary>
    /// <param name="batch">The images and their targets as they are.</param>
    public abstract void Run(BatchRoom batch);
}
