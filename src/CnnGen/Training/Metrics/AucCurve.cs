namespace CnnGen.Training;

/// <summary>What <see cref="Auc"/> is the area under.</summary>
public enum AucCurve
{
    /// <summary>The share of the ones that is found, over that of the zeros that is found.</summary>
    Roc,

    /// <summary>Precision over recall.</summary>
    PrecisionRecall,
}
