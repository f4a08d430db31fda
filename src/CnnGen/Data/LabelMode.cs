namespace CnnGen.Data;

/// <summary>Which labels of CIFAR-100 are taken.</summary>
public enum LabelMode
{
    /// <summary>The hundred classes, <see cref="Cifar100.FineClassNames"/>.</summary>
    Fine,

    /// <summary>The twenty classes that the others are grouped into, <see cref="Cifar100.CoarseClassNames"/>.</summary>
    Coarse,
}
