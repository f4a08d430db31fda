namespace CnnGen.Generator.Graph;

/// <summary>What a bug report needs of a failure.</summary>
internal static class NetworkFailure
{
    /// <summary>One line: the exception, where it came from, and the layers.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="declaration">The network; null where it could not be read.</param>
    public static string Describe(Exception exception, NetworkDeclaration? declaration = null)
    {
        var place = (exception.StackTrace ?? "").Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0);
        var message = exception.Message.Replace("\r", "").Replace('\n', ' ');
        var layers = declaration?.Attributes.Select(attribute =>
        {
            var arguments = attribute.Arguments.Select(argument => $"{argument.Name} = {LayerReader.Text(argument.Value)}");
            return $"{attribute.Kind}({string.Join(", ", arguments)})";
        });
        return $"{exception.GetType().Name}: {message} {place}{(layers is null ? "" : $"; {string.Join(", ", layers)}")}";
    }
}
