namespace CnnGen.Training;

/// <summary>
/// A learning rate that depends on the step; Keras' <c>LearningRateSchedule</c>. Give it to <see cref="Optimizer.LearningRate"/>.
/// </summary>
/// <remarks>Networks that share an optimizer on several threads may ask at once, so a schedule holds settings only.</remarks>
public abstract class LearningRateSchedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">Steps (batches) done before it, from 0.</param>
    public abstract double At(long step);
}
