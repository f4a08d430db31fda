using System.Globalization;

namespace CnnGen.Tests.Support;

/// <summary>Numbers that whoever runs tests may set.</summary>
public static class Setting
{
    /// <summary>The value of an environment variable.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="otherwise">The value where it is not set.</param>
    public static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
