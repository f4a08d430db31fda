namespace CnnGen.Samples;

/// <summary>How a sample is trained where the command line says nothing else.</summary>
/// <param name="Epochs">How often to go through the training images.</param>
/// <param name="Batch">Images per training step.</param>
/// <param name="Optimizer">Name of the optimizer.</param>
/// <param name="Optimizers">What optimizers are given, by name; those that are not in it are Keras'.</param>
/// <param name="Augments">Whether training images are changed at random.</param>
/// <param name="Loss">Name of the loss.</param>
/// <param name="Metric">Name of what is told besides.</param>
public sealed record TrainingDefaults(
    int Epochs,
    int Batch,
    string Optimizer,
    IReadOnlyDictionary<string, OptimizerDefaults> Optimizers,
    bool Augments,
    string Loss = "sparse_categorical_crossentropy",
    string Metric = "accuracy")
{
    /// <summary>What an optimizer is given.</summary>
    /// <param name="optimizer">Its name.</param>
    public OptimizerDefaults Of(string optimizer) => Optimizers.GetValueOrDefault(optimizer) ?? new OptimizerDefaults();
}

/// <summary>The settings of an optimizer in a sample.</summary>
/// <param name="LearningRate">The learning rate; null: Keras'.</param>
/// <param name="WeightDecay">Keras' <c>weight_decay</c>; null: none.</param>
/// <param name="Momentum">The momentum, where it is SGD.</param>
public sealed record OptimizerDefaults(double? LearningRate = null, double? WeightDecay = null, double Momentum = 0);
