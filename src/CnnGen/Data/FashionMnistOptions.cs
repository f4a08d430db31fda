namespace CnnGen.Data;

/// <summary>Where <see cref="FashionMnist.Load"/> looks for the data and whether it may download it.</summary>
public sealed record FashionMnistOptions : DatasetOptions
{
    /// <summary>The folder of the subset that ships with the program, tried last; null: there is none.</summary>
    public string? SubsetFolder { get; init; }
}
