namespace CnnGen.Generator.Tests.CodeFixes;

/// <summary>Fixes of the class itself.</summary>
public class TypeFixTests
{
    [Theory]
    [InlineData("public sealed class Net;", "Make 'Net' partial", "public sealed partial class Net;")]
    [InlineData("class Net { }", "Make 'Net' partial", "partial class Net { }")]
    [InlineData("/* the */ class /* net */ Net;", "Make 'Net' partial", "/* the */ partial class /* net */ Net;")]
    public async Task AClassBecomesPartial(string wrong, string title, string right) =>
        await ExpectAsync("CNN001", title, $"[Input(8, 8, 1)]\n[Flatten]\n{wrong}\n", $"[Input(8, 8, 1)]\n[Flatten]\n{right}\n");

    [Fact]
    public async Task TypesAroundBecomePartialWithIt() => await ExpectAsync(
        "CNN001",
        "Make 'Outer', 'Record' and 'Net' partial",
        "class Outer { readonly record struct Record { [Input(8, 8, 1)] [Flatten] private class Net; } }",
        "partial class Outer { readonly partial record struct Record { [Input(8, 8, 1)] [Flatten] private partial class Net; } }",
        index: 2);

    [Fact]
    public async Task TypesAroundSeveralNetworksBecomePartialOnce()
    {
        var project = FixedProject.Create(Nested("class Outer", "static partial class Middle", "class Net"), "[Input(8, 8, 1)] [Flatten] class Other;");
        Assert.Equal(
            [Nested("partial class Outer", "static partial class Middle", "partial class Net"), "[Input(8, 8, 1)] [Flatten] partial class Other;"],
            await (await project.ApplyToAllAsync("CNN001", "Make 'Outer' partial")).TextsAsync());
    }

    private static string Nested(string outer, string middle, string inner) =>
        $$"""
        public {{outer}}
        {
            public {{middle}}
            {
                [Input(8, 8, 1)] [Flatten]
                private {{inner}};

                [Input(8, 8, 1)] [Flatten]
                private {{inner}}2;
            }
        }
        """;

    private static async Task ExpectAsync(string id, string title, string wrong, string right, int index = 0) =>
        Assert.Equal([right], await (await FixedProject.Create(wrong).ApplyAsync(id, title, index)).TextsAsync());
}
