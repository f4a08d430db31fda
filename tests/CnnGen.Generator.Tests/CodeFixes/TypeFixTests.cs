namespace CnnGen.Generator.Tests.CodeFixes;

/// <summary>Fixes of the class itself.</summary>
public class TypeFixTests
{
    [Theory]
    [InlineData("public sealed class Net;", "Make 'Net' partial", "public sealed partial class Net;")]
    [InlineData("class Net { }", "Make 'Net' partial", "partial class Net { }")]
    [InlineData("/* the */ class /* net */ Net;", "Make 'Net' partial", "/* the */ partial class /* net */ Net;")]
    public async Task AClassBecomesPartial(string wrong, string title, string right) =>
        await FixedProject.ExpectAsync(
            "CNN001", title, $"[Input(8, 8, 1)]\n[Flatten]\n{wrong}\n", $"[Input(8, 8, 1)]\n[Flatten]\n{right}\n");

    [Fact]
    public async Task TypesAroundBecomePartialWithIt() => Assert.Equal(
        ["partial class Outer { readonly partial record struct Record { [Input(8, 8, 1)] [Flatten] private partial class Net; } }"],
        await (await FixedProject.Create("class Outer { readonly record struct Record { [Input(8, 8, 1)] [Flatten] private class Net; } }")
            .ApplyAsync("CNN001", "Make 'Outer', 'Record' and 'Net' partial", index: 2)).TextsAsync());

    [Fact]
    public async Task TypesAroundSeveralNetworksBecomePartialOnce()
    {
        var project = FixedProject.Create(
            Nested("class Outer", "static partial class Middle", "class Net"), "[Input(8, 8, 1)] [Flatten] class Other;");
        Assert.Equal(
            [Nested("partial class Outer", "static partial class Middle", "partial class Net"),
                "[Input(8, 8, 1)] [Flatten] partial class Other;"],
            await (await project.ApplyToAllAsync("CNN001", "Make 'Outer' partial")).TextsAsync());
    }

    [Fact]
    public async Task StaticIsRemovedFromEveryPart() => await FixedProject.ExpectAsync(
        "CNN003",
        "Remove 'static' from 'Net'",
        "[Input(8, 8, 1)] [Flatten] public static partial class Net;\nstatic partial class Net { }",
        "[Input(8, 8, 1)] [Flatten] public partial class Net;\npartial class Net { }");

    [Fact]
    public async Task APartInAnotherFileIsNotChanged() => Assert.Empty(
        await FixedProject.Create("[Input(8, 8, 1)] [Flatten] public static partial class Net;", "static partial class Net { }")
            .TitlesAsync("CNN003"));

    [Theory]
    [InlineData("sealed partial record Net;", "sealed partial class Net;")]
    [InlineData("sealed partial record class Net; partial record Net { }", "sealed partial class Net; partial class Net { }")]
    public async Task ARecordBecomesAClass(string wrong, string right) =>
        await FixedProject.ExpectAsync(
            "CNN004", "Make 'Net' a class", $"[Input(8, 8, 1)] [Flatten] {wrong}", $"[Input(8, 8, 1)] [Flatten] {right}");

    [Fact]
    public async Task ARecordWithParametersStaysOne() =>
        Assert.Empty(await FixedProject.Create("[Input(8, 8, 1)] [Flatten] partial record Net(int Size);").TitlesAsync("CNN004"));

    [Fact]
    public async Task AFileLocalClassBecomesInternal() => await FixedProject.ExpectAsync(
        "CNN006",
        "Make 'Net' internal",
        "[Input(8, 8, 1)] [Flatten] file sealed partial class Net;",
        "[Input(8, 8, 1)] [Flatten] internal sealed partial class Net;");

    [Fact]
    public async Task LayersOfSeveralDeclarationsMoveTogether() => await FixedProject.ExpectAsync(
        "CNN007",
        "Move all layers to the first declaration of 'Net'",
        """
        [Input(8, 8, 1)]
        [Conv2D(4, 3)] [Conv2D(4, 3)]
        [Flatten] // a vector
        public partial class Net;

        /// <summary>More of it.</summary>
        [Dense(10)] [Dropout(0.5)]
        [Dense(10)]
        public partial class Net { }

        partial class Net { }

        [Activation(Activation.Softmax)] partial class Net { }
        """,
        """
        [Input(8, 8, 1)]
        [Conv2D(4, 3)] [Conv2D(4, 3)]
        [Flatten] // a vector
        [Dense(10)]
        [Dropout(0.5)]
        [Dense(10)]
        [Activation(Activation.Softmax)]
        public partial class Net;

        /// <summary>More of it.</summary>
        public partial class Net { }

        partial class Net { }

        partial class Net { }
        """);

    [Theory]
    [InlineData("[Dense(10)] partial class Net; [Input(8, 8, 1)] [Flatten] partial class Net;", "")]
    [InlineData("[Input(8, 8, 1)] [Flatten] partial class Net; [Obsolete] [Dense(10)] partial class Net;", "")]
    [InlineData("[Input(8, 8, 1)] [Flatten] partial class Net;", "[Dense(10)] partial class Net;")]
    public async Task LayersWhoseOrderIsUncertainStay(string first, string second) =>
        Assert.Empty(await FixedProject.Create(first, second).TitlesAsync("CNN007"));

    [Fact]
    public async Task UnsafeBlocksAreTurnedOnForTheProject()
    {
        var project = FixedProject.Create(
            allowUnsafe: false, "[Input(8, 8, 1)] [Flatten] partial class A; [Input(8, 8, 1)] [Flatten] partial class B;");
        Assert.False(project.AllowsUnsafe);
        var after = await project.ApplyAsync("CNN040", "Set <AllowUnsafeBlocks>true</AllowUnsafeBlocks> in the project");
        Assert.True(after.AllowsUnsafe);
        Assert.Equal(await project.TextsAsync(), await after.TextsAsync());
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
}
