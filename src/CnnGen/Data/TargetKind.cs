namespace CnnGen.Training;

/// <summary>What an image is to come out as: what a data set carries, and a loss or a metric takes.</summary>
public enum TargetKind
{
    /// <summary>A class, as a whole number from 0.</summary>
    Classes,

    /// <summary>A float for each output of the network: a number, several labels, a map.</summary>
    Values,
}
