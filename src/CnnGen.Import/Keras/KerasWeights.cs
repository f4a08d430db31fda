using CnnGen.Import.Graph;

namespace CnnGen.Import.Keras;

/// <summary>The weights of a file, found by the layer that has them.</summary>
internal abstract class KerasWeights : IDisposable
{
    /// <summary>The weights of a layer that has some.</summary>
    /// <param name="path">The models that the layer is in, outermost first, and the layer itself.</param>
    /// <param name="roles">
    /// What it has, in the order in which Keras makes them: for each CnnGen's name, and behind it others that Keras' versions have.
    /// </param>
    /// <returns>What there is of it, under CnnGen's names.</returns>
    /// <exception cref="InvalidDataException">There is no place for the layer, or what is there are no floats.</exception>
    public abstract IReadOnlyList<ImportedTensor> Of(IReadOnlyList<KerasStep> path, IReadOnlyList<string[]> roles);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>A step on the way to a layer.</summary>
/// <param name="Name">The name of the model or layer.</param>
/// <param name="Kind">Its class.</param>
/// <param name="Number">How many of its class come before it in its model.</param>
internal sealed record KerasStep(string Name, string Kind, int Number)
{
    /// <summary>The stem of names that Keras gives: <c>max_pooling2d</c>.</summary>
    public static string SnakeCase(string kind)
    {
        var name = new System.Text.StringBuilder();
        for (var i = 0; i < kind.Length; i++)
        {
            // As two patterns of Keras do it: before a capital behind a small letter, and before one that begins a word.
            var isStart = i > 0 && char.IsUpper(kind[i])
                && (char.IsLower(kind[i - 1]) || (i + 1 < kind.Length && char.IsLower(kind[i + 1])));
            name.Append(isStart ? "_" : "").Append(char.ToLowerInvariant(kind[i]));
        }

        return name.ToString();
    }
}
