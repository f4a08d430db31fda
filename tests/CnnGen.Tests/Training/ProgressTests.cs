using System.Globalization;
using System.Text;
using CnnGen.Data;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>What a training shows: in a terminal of any width, which may change, and in a file.</summary>
public sealed class ProgressTests
{
    [Fact]
    public void AFileGetsALineForEachEpochWhateverTheCulture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            using var network = new FakeNetwork(1, 1, 1, 2);
            var output = new StringWriter();
            network.Fit(
                Data(2500), new FitOptions { Epochs = 2, BatchSize = 100, Validation = Data(10), Progress = Progress.Lines(output) });

            var lines = output.ToString().Split(Environment.NewLine);
            Assert.Equal(3, lines.Length);
            Assert.Matches(
                @"^epoch 1/2: loss 13\.0000, accuracy 1\.0000, val_loss 0\.2877, val_accuracy 1\.0000, \d+\.\d s, [\d,]+ images/s$",
                lines[0]);
            Assert.StartsWith("epoch 2/2: loss 38.0000,", lines[1], StringComparison.Ordinal);
            Assert.Empty(lines[2]);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void OutputsThatAreNoNumbersAreToldWhenTheyBeginAndCountedWithTheEpoch()
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        network.BeforeBatch = () => network.NonFinite = network.Batches.Length >= 4 ? 2 : 0;
        var output = new StringWriter();
        network.Fit(Data(9), new FitOptions { Epochs = 3, BatchSize = 3, Progress = Progress.Lines(output) });
        var lines = output.ToString().Split(Environment.NewLine);
        Assert.StartsWith("epoch 1/3: ", lines[0], StringComparison.Ordinal);
        Assert.Equal("epoch 2/3, batch 2: outputs are not finite numbers from here on", lines[1]);
        Assert.Contains("4 images not finite", lines[2]);
        Assert.Contains("6 images not finite", lines[3]);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public void AnEpochThatIsStoppedIsSaidToBe()
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        using var source = new CancellationTokenSource();
        network.BeforeBatch = () =>
        {
            if (network.Batches.Length == 4)
                source.Cancel();
        };
        var output = new StringWriter();
        network.Fit(
            Data(9), new FitOptions { Epochs = 3, BatchSize = 3, CancellationToken = source.Token, Progress = Progress.Lines(output) });
        var lines = output.ToString().Split(Environment.NewLine);
        Assert.StartsWith("stopped in epoch 2/3 after 6 of 9 images: loss ", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);

        // Between two epochs nothing is left unsaid.
        output.GetStringBuilder().Clear();
        using var token = new CancellationTokenSource();
        network.BeforePredict = token.Cancel;
        network.Fit(Data(9),
            new FitOptions { Epochs = 3, Validation = Data(3), CancellationToken = token.Token, Progress = Progress.Lines(output) });
        Assert.StartsWith("epoch 1/3: ", Assert.Single(output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void TheLiveLineFitsAndLeavesNothingBehind(int width)
    {
        var terminal = new Terminal(width);
        Train(terminal, beforeBatch: _ => { });
        Assert.True(terminal.LongestLive <= width - 1 || width == 1, $"{terminal.LongestLive} columns of {width}");
        Assert.True(terminal.LiveLines > 2);
        AssertOnlyFinishedEpochs(terminal);
    }

    [Theory]
    [InlineData(80, 60)]
    [InlineData(80, 13)]
    [InlineData(200, 41)]
    [InlineData(30, 120)]
    public void ATerminalThatIsResizedKeepsNoRemnants(int before, int after)
    {
        // Most terminals break long lines anew when they are made narrower; some cut them off, which must not be a finished one here.
        foreach (var (reflows, batchOfResize) in ((bool, int)[])[(true, 7), (false, 3)])
        {
            var terminal = new Terminal(before) { Reflows = reflows };
            Train(terminal, batch =>
            {
                if (batch == batchOfResize)
                    terminal.Resize(after);
            });
            AssertOnlyFinishedEpochs(terminal);
        }
    }

    [Theory]
    [InlineData(39, "epoch 2/10  43 %  loss 0.4312")]
    [InlineData(60, "epoch 2/10  43 %  loss 0.4312  accuracy 0.8421  1:02:03 left")]
    [InlineData(80, "epoch 2/10  43 % [=======..........]  loss 0.4312  accuracy 0.8421  1:02:03 left")]
    [InlineData(100, "epoch 2/10  43 % [=========............]  loss 0.4312  accuracy 0.8421  1:02:03 left  1,234 images/s")]
    [InlineData(300, "epoch 2/10  43 % [============..................]  loss 0.4312  accuracy 0.8421  1:02:03 left  1,234 images/s")]
    public void TheWiderTheTerminalTheMoreIsTold(int width, string expected)
    {
        var progress = new BatchProgress(2, 10, 43, 100, 430, 1000, 0.4312, 0.8421, 1234, TimeSpan.Zero, new TimeSpan(1, 2, 3));
        Assert.Equal(expected, ProgressText.Running(progress, width));
    }

    [Fact]
    public void AFinishedEpochIsBrokenBetweenItsFigures()
    {
        var epoch = new EpochResult(1, 55_000, 0.5312, 0.8111, 0.3999, 0.85, 12.34, 4470);
        Assert.Equal(
            $"epoch 1/10: loss 0.5312, accuracy 0.8111,{Environment.NewLine}  val_loss 0.3999, val_accuracy 0.8500, 12.3"
                + $" s,{Environment.NewLine}  4,470 images/s",
            ProgressText.Finished(epoch, 10, 48));
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    public void AnOutputThatIsGoneEndsNoTraining(Type error)
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        var output = new Gone((Exception)Activator.CreateInstance(error)!);
        var history = network.Fit(Data(9), new FitOptions { Epochs = 3, Progress = Progress.Lines(output) });
        Assert.Equal(3, history.Epochs.Count);
        Assert.Equal(1, output.Writes);
    }

    [Fact]
    public void BatchesBetweenTwoPicturesAllocateNothing()
    {
        // The live line is drawn ten times a second at most, and there are thousands of batches: most of them must cost nothing.
        using var network = new FakeNetwork(1, 1, 1, 2);
        int quiet = 0;
        long before = 0;
        network.BeforeBatch = () =>
        {
            quiet += GC.GetAllocatedBytesForCurrentThread() == before ? 1 : 0;
            before = GC.GetAllocatedBytesForCurrentThread();
        };
        var display = new ProgressDisplay(new StringWriter(), () => 80) { Interval = TimeSpan.MaxValue };
        network.Fit(Data(1000), new FitOptions { BatchSize = 1, Shuffle = false, Callbacks = [display] });
        Assert.InRange(quiet, 990, 1000);
    }

    private static void Train(Terminal terminal, Action<int> beforeBatch)
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        network.BeforeBatch = () => beforeBatch(network.Batches.Length);
        var display = new ProgressDisplay(terminal, () => terminal.Width) { Interval = TimeSpan.Zero };
        network.Fit(Data(40), new FitOptions { Epochs = 2, BatchSize = 8, Shuffle = false, Callbacks = [display] });
    }

    private static void AssertOnlyFinishedEpochs(Terminal terminal)
    {
        var text = string.Concat(terminal.Rows).Replace(" ", "", StringComparison.Ordinal);
        Assert.Matches(
            @"^epoch1/2:loss3\.0000,accuracy1\.0000,\d+\.\ds,[\d,]+images/s"
            + @"epoch2/2:loss8\.0000,accuracy1\.0000,\d+\.\ds,[\d,]+images/s$",
            text);
    }

    private static ImageDataset Data(int count) =>
        new(new float[count], new int[count], 1, 1, 1);

    /// <summary>A writer whose terminal or descriptor was closed.</summary>
    private sealed class Gone(Exception error) : StringWriter
    {
        public int Writes { get; private set; }

        public override void Write(string? value)
        {
            Writes++;
            throw error;
        }
    }

    /// <summary>
    /// A terminal with as many rows as needed: it breaks what is too long, and knows the carriage return and the sequence that clears the
    /// rest.
    /// </summary>
    private sealed class Terminal(int width) : StringWriter
    {
        // Lines as they were written; each takes as many rows as it needs. The cursor is in the last.
        private readonly List<StringBuilder> _lines = [new()];
        private int _line;
        private int _column;

        public int Width { get; private set; } = width;

        /// <summary>Whether lines that were broken are broken anew when the width changes; else what is too long is cut off.</summary>
        public bool Reflows { get; init; }

        public int LongestLive { get; private set; }

        public int LiveLines { get; private set; }

        public IEnumerable<string> Rows => _lines.Select(line => line.ToString());

        public void Resize(int width)
        {
            var rows = new List<StringBuilder>();
            var cursor = _line;
            for (int i = 0; i < _lines.Count; i++)
            {
                // The cursor stays with its character, and what is too long goes on below.
                if (i == cursor)
                    _line = rows.Count + (Reflows ? _column / width : 0);
                var text = _lines[i].ToString();
                rows.AddRange(Reflows && text.Length > 0
                    ? text.Chunk(width).Select(row => new StringBuilder(new string(row)))
                    : [new StringBuilder(text[..Math.Min(text.Length, width)])]);
            }

            _lines.Clear();
            _lines.AddRange(rows);
            _column = Reflows ? _column % width : Math.Min(_column, width - 1);
            Width = width;
        }

        public override void Write(string? value)
        {
            if (value!.EndsWith('\r'))
            {
                LiveLines++;
                LongestLive = Math.Max(LongestLive, value.Replace("\e[J", "", StringComparison.Ordinal).TrimEnd('\r').Length);
            }

            for (int i = 0; i < value.Length; i++)
            {
                switch (value[i])
                {
                    case '\r':
                        _column = 0;
                        break;
                    case '\n':
                        NextLine();
                        break;
                    case '\e':
                        Assert.Equal("\e[J", value.Substring(i, 3));
                        _lines[_line].Length = Math.Min(_lines[_line].Length, _column);
                        _lines.RemoveRange(_line + 1, _lines.Count - _line - 1);
                        i += 2;
                        break;
                    default:
                        Put(value[i]);
                        break;
                }
            }
        }

        private void Put(char value)
        {
            if (_column == Width)
                NextLine();
            var line = _lines[_line];
            line.Append(' ', Math.Max(0, _column + 1 - line.Length));
            line[_column++] = value;
        }

        private void NextLine()
        {
            _line++;
            _column = 0;
            if (_line == _lines.Count)
                _lines.Add(new());
        }
    }
}
