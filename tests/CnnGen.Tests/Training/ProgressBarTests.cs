using CnnGen.Data;
using CnnGen.Tests.Support;
using CnnGen.Tests.Training.Checkpoints;
using CnnGen.Training;
using Spectre.Console;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>The display of the package beside the library, on a console that keeps what is drawn.</summary>
public sealed class ProgressBarTests
{
    private static readonly ImageDataset Data =
        new(Enumerable.Range(0, 40).Select(i => (float)i).ToArray(), Enumerable.Range(0, 40).Select(i => i % 2).ToArray(), 1, 1, 1);

    [Fact]
    public void ATerminalGetsABarThatGoesAwayForALineOfTheEpoch()
    {
        var terminal = new Terminal(120);
        Fit(terminal.Open(), 2);
        var text = terminal.Text;
        Assert.Contains("epoch 1/2 ", text, StringComparison.Ordinal);
        Assert.Contains("\u2501", text, StringComparison.Ordinal);
        Assert.Contains(" loss ", text, StringComparison.Ordinal);
        Assert.Contains(" left ", text, StringComparison.Ordinal);
        Assert.Contains("\r\u001b[2K", text, StringComparison.Ordinal);
        Assert.Matches(@"epoch 2/2:.*loss \d+\.\d{4}, accuracy 1\.0000, \d+\.\d s, [\d,]+ images/s\n$", text);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(40)]
    [InlineData(19)]
    [InlineData(5)]
    public void TheBarIsNeverWiderThanTheTerminal(int width)
    {
        var terminal = new Terminal(width);
        var bar = new ProgressBar(terminal.Open()) { Interval = TimeSpan.Zero };
        using var network = new FakeNetwork(1, 1, 1, 2);
        network.Fit(Data, new FitOptions { BatchSize = 10, Callbacks = [bar] });
        var drawn = terminal.Text.Split("\r\u001b[2K")[..^1];
        Assert.Equal(width < 20 ? 0 : 4, drawn.Length);
        // Without the sequences that colour it.
        Assert.All(drawn, line => Assert.InRange(Plain(line).Length, 20, width - 1));
        Assert.All(drawn.Zip(Enumerable.Range(1, 4)), pair => Assert.StartsWith("epoch 1/1 ", Plain(pair.First), StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsNoTerminalGetsLinesAlone()
    {
        var writer = new StringWriter();
        Fit(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) }), 3);
        var lines = writer.ToString().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.All(lines[..3].Zip([1, 2, 3]), pair => Assert.Matches(
            $@"^epoch {pair.Second}/3: loss \d+\.\d{{4}}, accuracy 1\.0000, \d+\.\d s, [\d,]+ images/s$", pair.First));
        Assert.Empty(lines[3]);
        Assert.Throws<ArgumentOutOfRangeException>("Interval", () => new ProgressBar { Interval = TimeSpan.FromSeconds(-1) });
    }

    [Fact]
    public void WhereATrainingGoesOnIsTold()
    {
        using var folder = new TemporaryFolder();
        var writer = new StringWriter();
        for (var epochs = 1; epochs <= 2; epochs++)
        {
            using var network = ResumableTraining.NewNetwork();
            var bar = new ProgressBar(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) }));
            var options = ResumableTraining.Options(checkpoint: new CheckpointOptions(folder.Path) { Resume = true });
            network.Fit(ResumableTraining.Data, options with { Epochs = epochs, Callbacks = [bar] });
        }

        var lines = writer.ToString().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("epoch 1/1: ", lines[0], StringComparison.Ordinal);
        Assert.Equal("resumed from epoch 1, batch 5 of 5 (step 5)", lines[1]);
        Assert.StartsWith("epoch 2/2: ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasStoppedIsTold()
    {
        var terminal = new Terminal(120);
        using var source = new CancellationTokenSource();
        using var network = new FakeNetwork(1, 1, 1, 2) { BeforeBatch = source.Cancel };
        network.Fit(Data, new FitOptions
        {
            Epochs = 2,
            BatchSize = 10,
            CancellationToken = source.Token,
            Callbacks = [new ProgressBar(terminal.Open())],
        });
        Assert.Matches(@"stopped in epoch 1/2 after 10 of 40 images: loss \d+\.\d{4}, [^\n]*\n$", Plain(terminal.Text));
    }

    [Fact]
    public void OutputsThatAreNoNumbersAreToldOnce()
    {
        var terminal = new Terminal(120);
        using var network = new FakeNetwork(1, 1, 1, 2) { NonFinite = 3 };
        network.Fit(Data, new FitOptions { Epochs = 2, BatchSize = 10, Callbacks = [new ProgressBar(terminal.Open())] });
        var lines = Plain(terminal.Text).Split('\n');
        Assert.Single(lines, line => line.EndsWith(
            "epoch 1/2, batch 1: outputs are not finite numbers from here on", StringComparison.Ordinal));
        Assert.All(lines[1..^1], line => Assert.Contains(" 12 images not finite, ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void ATerminalThatIsGoneDoesNotEndTheTraining()
    {
        var terminal = new Terminal(120) { Writer = new GoneWriter() };
        using var network = new FakeNetwork(1, 1, 1, 2);
        var history = network.Fit(Data, new FitOptions { Epochs = 3, BatchSize = 10, Callbacks = [new ProgressBar(terminal.Open())] });
        Assert.Equal(3, history.Epochs.Count);
    }

    private static void Fit(IAnsiConsole console, int epochs)
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        network.Fit(Data, new FitOptions { Epochs = epochs, BatchSize = 10, Callbacks = [new ProgressBar(console)] });
    }

    private static string Plain(string line) => System.Text.RegularExpressions.Regex.Replace(line, "\u001b\\[[0-9;]*m", "");

    /// <summary>What a closed terminal is written to by.</summary>
    private sealed class GoneWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("Input/output error");

        public override void Write(string? value) => throw new IOException("Input/output error");
    }

    /// <summary>A terminal of any width that keeps what it is sent.</summary>
    private sealed class Terminal(int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer { get; init; } = new StringWriter();

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 24;

        public string Text => Writer.ToString()!;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }

        public IAnsiConsole Open() => AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Out = this,
        });
    }
}
