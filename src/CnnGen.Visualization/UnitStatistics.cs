namespace CnnGen.Visualization;

/// <summary>What a unit of a layer, a channel of a map or a value of a vector, gave over all images and pixels.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The standard deviation, of the population.</param>
/// <param name="Least">The least value.</param>
/// <param name="Greatest">The greatest value.</param>
/// <param name="ShareOfZeros">The share of values that are 0: of a relu, how often it is off.</param>
/// <param name="ShareSaturated">
/// The share of values within a hundredth of a bound of the layer's activation, where hardly any gradient comes through: sigmoid, hard
/// sigmoid, tanh, hard tanh and softsign have two, relu6 has that of 6. 0 for other activations.
/// </param>
public readonly record struct UnitStatistics(
    double Mean, double StandardDeviation, float Least, float Greatest, double ShareOfZeros, double ShareSaturated)
{
    /// <summary>Whether it never gave anything but 0: no image of these tells it apart, and none trains a relu.</summary>
    public bool IsDead => ShareOfZeros == 1;
}
