using System.Reflection;
using CnnGen.Generator.Emission;
using CnnGen.Runtime;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>The one table of what the library calls of generated code is the library's own list.</summary>
public class EntryPointTests
{
    [Fact]
    public void TheyAreTheMembersOfTheLibrarysClass()
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        Assert.Equal(nameof(NetworkCode), EntryPoint.BaseClass);
        Assert.Equal(
            typeof(NetworkCode).GetMethods(own).Where(method => !method.IsSpecialName).Select(Text)
                .Concat(typeof(NetworkCode).GetProperties(own).Select(property => $"{Name(property.PropertyType)} {property.Name}"))
                .Order(StringComparer.Ordinal),
            EntryPoint.All.Select(Text).Order(StringComparer.Ordinal));
    }

    private static string Text(EntryPoint point) =>
        $"{point.Type} {point.Name}{(point.Parameters is null ? "" : $"(in NetworkPass pass{point.Parameters})")}";

    private static string Text(MethodInfo method) =>
        $"{Name(method.ReturnType)} {method.Name}({string.Join(", ", method.GetParameters().Select(Text))})";

    private static string Text(System.Reflection.ParameterInfo parameter) =>
        $"{(parameter.IsIn ? "in " : "")}{Name(parameter.ParameterType)} {parameter.Name}";

    private static string Name(Type type) => type switch
    {
        { IsByRef: true } => Name(type.GetElementType()!),
        _ when type == typeof(void) => "void",
        _ when type == typeof(int) => "int",
        _ when type == typeof(bool) => "bool",
        _ when type == typeof(ReadOnlySpan<int>) => "ReadOnlySpan<int>",
        _ when type == typeof(ReadOnlySpan<global::CnnGen.Activation>) => "ReadOnlySpan<global::CnnGen.Activation>",
        _ => type.Name,
    };
}
