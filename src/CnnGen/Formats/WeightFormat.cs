namespace CnnGen;

/// <summary>How weights are stored in a file. Networks compute in float32 whatever it is.</summary>
public enum WeightFormat
{
    /// <summary>Four bytes a value: what is loaded is what was saved, to the bit.</summary>
    Float32,

    /// <summary>
    /// Two bytes a value, rounded to the nearest float16 (to even where two are as near): 11 significant bits, at most 65,504; what is
    /// below 2^-14 keeps fewer bits.
    /// </summary>
    Float16,
}
