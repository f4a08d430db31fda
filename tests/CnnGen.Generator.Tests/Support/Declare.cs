using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Tests.Support;

/// <summary>Declarations without a compiler.</summary>
internal static class Declare
{
    public static NetworkDeclaration Network(params LayerDeclaration[] attributes) => new(
        new TypeDeclaration("Tests", "Net", "internal", IsSealed: true, HasDocumentation: false, EquatableArray<string>.Empty),
        new(attributes));

    public static LayerDeclaration Layer(string kind, params (string Name, object Value)[] arguments) =>
        new(kind, new(arguments.Select(argument => new LayerArgument(argument.Name, argument.Value))));

    public static LayerDeclaration Input(int height, int width, int channels) =>
        Layer("Input", ("Height", height), ("Width", width), ("Channels", channels));

    public static LayerDeclaration Conv2D(int filters, int height, int width, params (string Name, object Value)[] more) =>
        Layer("Conv2D", [("Filters", filters), ("KernelHeight", height), ("KernelWidth", width), .. more]);

    public static LayerDeclaration MaxPool2D(int height, int width, params (string Name, object Value)[] more) =>
        Layer("MaxPool2D", [("PoolHeight", height), ("PoolWidth", width), .. more]);

    /// <summary>The network, which must be without error; warnings are allowed.</summary>
    public static Network Build(params LayerDeclaration[] attributes)
    {
        var (network, errors) = NetworkBuilder.Build(Network(attributes));
        Assert.DoesNotContain(errors, error => !error.IsWarning);
        return network!;
    }

    /// <summary>The errors as <c>ID@attribute.argument</c>.</summary>
    public static IEnumerable<string> Errors(params LayerDeclaration[] attributes)
    {
        var (network, errors) = NetworkBuilder.Build(Network(attributes));
        Assert.Null(network);
        return errors.Select(error => $"{error.Id}@{error.AttributeIndex}{(error.Argument is null ? "" : "." + error.Argument)}");
    }
}
