namespace CnnGen.Training;

/// <summary>Which way a result that is watched gets better.</summary>
public enum Direction
{
    /// <summary>As its metric says: up for accuracies, down for losses and errors.</summary>
    Auto,

    /// <summary>Down.</summary>
    Min,

    /// <summary>Up.</summary>
    Max,
}
