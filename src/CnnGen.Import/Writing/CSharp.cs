using System.Globalization;

namespace CnnGen.Import.Writing;

/// <summary>Writes values as C#.</summary>
internal static class CSharp
{
    /// <summary>A number: the shortest that is the same float.</summary>
    /// <param name="value">The number.</param>
    public static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
