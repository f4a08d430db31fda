namespace CnnGen.Data;

/// <summary>Where <see cref="Cifar100.Load"/> looks for the data, and which of its labels it takes.</summary>
public sealed record Cifar100Options : DatasetOptions
{
    /// <summary>The hundred fine classes, or the twenty coarse ones; fine by default, as in Keras.</summary>
    public LabelMode LabelMode { get; init; }
}
