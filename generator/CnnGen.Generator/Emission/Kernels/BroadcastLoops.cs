using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Loops over the elements of tensors that have an extent of 1 where the largest have more: there each of their values counts for a whole
/// axis.
/// </summary>
/// <param name="w">Receives the text.</param>
/// <param name="widest">The widest vectors to use.</param>
/// <param name="whole">All rows, columns and channels.</param>
/// <param name="operands">What is read or written.</param>
internal sealed class BroadcastLoops(CodeWriter w, Isa widest, Tensor whole, (string Name, Tensor Tensor)[] operands)
{
    /// <summary>Running sums of the channels of a pixel, as the library's <c>ChannelSums</c> has them.</summary>
    private const int Running = 16;

    private readonly Dictionary<string, Tensor> _tensors = operands.ToDictionary(operand => operand.Name, operand => operand.Tensor);
    private readonly Isa _widest = widest;
    private readonly Isa _narrowed = widest.For(whole.ChannelStride);
    private Func<string, string> _at = name => name;

    /// <summary>The vectors of the current elements.</summary>
    public Isa Isa { get; private set; } = widest;

    private Shape Whole => whole.Shape;

    /// <summary>The current elements of an operand.</summary>
    public string Load(string name) =>
        IsOneChannel(_tensors[name]) ? Isa.Broadcast(CodeWriter.Dereference(_at(name))) : Isa.Load(_at(name));

    /// <summary>Stores the current elements of an operand that has all of them.</summary>
    public string Store(string value, string name) => Isa.Store(value, _at(name));

    /// <summary>
    /// Writes what is done to the elements: all in one row where all tensors have one shape, else the pixels for each vector of channels.
    /// </summary>
    public void Elements(Action body)
    {
        // Lanes past the channels are like any other, so a vector and a map of one pixel are alike.
        if (operands.All(operand => (operand.Tensor.Shape with { IsFlat = Whole.IsFlat }) == Whole))
        {
            ElementWise.Write(
                w, _widest, Whole, [.. operands.Select(operand => new Operand(operand.Name, operand.Tensor))], (isa, at) =>
                {
                    (Isa, _at) = (isa, at);
                    body();
                });
            return;
        }

        using (KernelText.Channels(w, _narrowed, whole.ChannelStride, out var channel))
            Pixels(channel, body);
    }

    /// <summary>
    /// Writes the sum of a value over all that an element of a tensor counts for: row by row, column by column. Channels that count
    /// together are sixteen running sums, by index modulo 16, whose halves are added to each other until one is left.
    /// </summary>
    /// <param name="sum">The tensor that receives the sums, an operand of another shape than the whole.</param>
    /// <param name="value">A local that the body makes.</param>
    /// <param name="body">Writes what makes it of the current elements.</param>
    public void Sum(string sum, string value, Action body)
    {
        var to = _tensors[sum];
        if (IsOneChannel(to))
        {
            SumOfChannels(sum, value, body);
            return;
        }

        var addsRows = to.Shape.Height < Whole.Height && to.Shape.Width > 1;
        if (addsRows)
            KernelText.Clear(w, new Operand(sum, to).RowAt("0"), to.Shape.Width * to.ChannelStride);
        using (KernelText.Channels(w, _narrowed, to.ChannelStride, out var channel))
        {
            if (addsRows)
            {
                Pixels(channel, () =>
                {
                    body();
                    w.Line(Store($"{Load(sum)} + {value}", sum));
                });
            }
            else if (to.Shape is { Height: 1, Width: 1 })
            {
                w.Line($"var sum = {_narrowed.Zero};");
                Pixels(channel, () => Add(), but: sum);
                w.Line(_narrowed.Store("sum", $"{CodeWriter.At(sum, to.Origin)}{channel}"));
            }
            else
            {
                Pixels(
                    channel, () => Add(), _ => w.Line($"var sum = {_narrowed.Zero};"),
                    row => w.Line(_narrowed.Store("sum", $"{new Operand(sum, to).RowAt(row)}{channel}")), sum);
            }
        }

        void Add()
        {
            body();
            w.Line($"sum += {value};");
        }
    }

    /// <summary>As <see cref="Sum"/>, of all channels together.</summary>
    private void SumOfChannels(string sum, string value, Action body)
    {
        var to = _tensors[sum];
        var count = Math.Min(Running, whole.ChannelStride) / _narrowed.Lanes;
        var (keepsRows, keepsColumns) = (to.Shape.Height == Whole.Height, to.Shape.Width == Whole.Width);
        var begin = _narrowed.Declare(count, vector => $"sum{vector}", _ => _narrowed.Zero);
        if (keepsRows && keepsColumns)
        {
            Pixels("", () => Pixel($"{CodeWriter.Dereference(_at(sum))} = {Joined()};"));
        }
        else if (keepsColumns && Whole.Width > 1)
        {
            KernelText.Clear(w, new Operand(sum, to).RowAt("0"), to.Shape.Width);
            Pixels("", () => Pixel($"{CodeWriter.Dereference(_at(sum))} += {Joined()};"));
        }
        else if (keepsRows)
        {
            Pixels(
                "", AddChannels, _ => w.Line(begin),
                row => w.Line($"{CodeWriter.Dereference(new Operand(sum, to).RowAt(row))} = {Joined()};"), sum);
        }
        else
        {
            w.Line(begin);
            Pixels("", AddChannels, but: sum);
            w.Line($"{CodeWriter.Dereference(CodeWriter.At(sum, to.Origin))} = {Joined()};");
        }

        void Pixel(string store)
        {
            w.Line(begin);
            var ofPixel = _at;
            AddChannels();
            _at = ofPixel;
            w.Line(store);
        }

        // One vector of the running sums after the other.
        void AddChannels()
        {
            var ofPixel = _at;
            for (var vector = 0; vector < count; vector++)
            {
                var first = vector * _narrowed.Lanes;
                var isOnce = whole.ChannelStride <= Running;
                _at = name => IsOneChannel(_tensors[name]) ? ofPixel(name)
                    : isOnce ? CodeWriter.At(ofPixel(name), first)
                    : CodeWriter.Plus(ofPixel(name), "channel");
                using (isOnce ? w.Body() : w.Open($"for (nint channel = {first}; channel < {whole.ChannelStride}; channel += {Running})"))
                {
                    body();
                    w.Line($"sum{vector} += {value};");
                }
            }

            _at = ofPixel;
        }

        string Joined()
        {
            var sums = Enumerable.Range(0, count).Select(vector => $"sum{vector}").ToList();
            while (sums.Count > 1)
                sums = [.. sums.Take(sums.Count / 2).Zip(sums.Skip(sums.Count / 2), (a, b) => $"({a} + {b})")];
            return _narrowed.IsScalar ? sums[0] : $"RunningSums.Join<{_narrowed.TypeArguments}>({sums[0]})";
        }
    }

    /// <summary>Writes the loops over pixels, for one vector of channels.</summary>
    /// <param name="channel">What to add to the pointers of tensors that have all channels, as C#.</param>
    /// <param name="body">Writes what is done for a pixel.</param>
    /// <param name="before">Writes what comes before the pixels of a row.</param>
    /// <param name="after">Writes what comes behind them.</param>
    /// <param name="but">An operand that has no place there.</param>
    private void Pixels(string channel, Action body, Action<string>? before = null, Action<string>? after = null, string? but = null)
    {
        var moving = operands.Where(operand => operand.Name != but && Moves(operand.Tensor)).ToList();
        using (w.Repeat("row", Whole.Height, out var row))
        {
            before?.Invoke(row);
            foreach (var (name, tensor) in moving)
            {
                var ofRow = tensor.Shape.Height == Whole.Height ? row : "0";
                w.Line($"var {name}Pixel = {new Operand(name, tensor).RowAt(ofRow)}{ChannelOf(tensor)};");
            }

            var steps = string.Concat(moving.Where(operand => operand.Tensor.Shape.Width == Whole.Width)
                .Select(operand => $", {operand.Name}Pixel += {operand.Tensor.ChannelStride}"));
            using (w.Repeat("column", Whole.Width, out _, steps))
            {
                Isa = _narrowed;
                _at = name => Moves(_tensors[name])
                    ? $"{name}Pixel"
                    : $"{CodeWriter.At(name, _tensors[name].Origin)}{ChannelOf(_tensors[name])}";
                body();
            }

            after?.Invoke(row);
        }

        string ChannelOf(Tensor tensor) => IsOneChannel(tensor) ? "" : channel;
    }

    /// <summary>Whether it has a pointer that is told for each row.</summary>
    private bool Moves(Tensor tensor) => (tensor.Shape.Height, tensor.Shape.Width) == (Whole.Height, Whole.Width)
        || (tensor.Shape.Height > 1 && tensor.Shape.Height == Whole.Height)
        || (tensor.Shape.Width > 1 && tensor.Shape.Width == Whole.Width);

    /// <summary>Whether its only channel counts for all.</summary>
    private bool IsOneChannel(Tensor tensor) => tensor.Shape.Channels < Whole.Channels;
}
