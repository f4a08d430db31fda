namespace CnnGen.Import.Writing;

/// <summary>What a block writes in place of the sizes in which its uses differ, and what each use gives it.</summary>
/// <param name="Written">For each size of its layers, in order: a number, or an expression of what the use gives.</param>
/// <param name="Given">For each use the arguments of its <c>[Block]</c>: <c>Filters = 64</c>.</param>
internal sealed record BlockSizes(IReadOnlyList<string> Written, IReadOnlyList<IReadOnlyList<string>> Given)
{
    // As uses are read best.
    private static readonly string[] Parameters = ["Filters", "Expansion", "KernelSize", "Units", "Rate", "Strides"];

    /// <summary>Finds expressions for runs of layers that have the same form; null where none would do for all of them.</summary>
    /// <param name="parts">The runs.</param>
    public static BlockSizes? Of(IReadOnlyList<Part> parts)
    {
        string[] written = [.. parts[0].Sizes.Select(size => size.Value)];
        var given = new Dictionary<string, string[]>();
        var differ = Enumerable.Range(0, written.Length).Where(place => parts.Any(part => part.Sizes[place].Value != written[place]))
            .GroupBy(place => parts[0].Sizes[place].Parameter);
        foreach (var places in differ)
        {
            var isFound = places.Key is "Filters" or "Units"
                ? SetNumbers(places.Key, [.. places], parts, written, given)
                : SetSame(places.Key, [.. places], parts, written, given);
            if (!isFound)
                return null;
        }

        return new(written, [.. parts.Select((_, use) => (IReadOnlyList<string>)[.. Parameters.Where(given.ContainsKey)
            .Where(parameter => !(parameter == "Strides" && given[parameter][use] == "1"))
            .Select(parameter => $"{parameter} = {given[parameter][use]}")])]);
    }

    /// <summary>One parameter that all layers take as it is.</summary>
    private static bool SetSame(
        string parameter, int[] places, IReadOnlyList<Part> parts, string[] written, Dictionary<string, string[]> given)
    {
        if (parts.Any(part => places.Any(place => part.Sizes[place].Value != part.Sizes[places[0]].Value)))
            return false;
        foreach (var place in places)
            written[place] = $"Block.{parameter}";
        given[parameter] = [.. parts.Select(part => part.Sizes[places[0]].Value)];
        return true;
    }

    /// <summary>A number, and multiples of it; of filters, also of the channels of what the block reads, or of a second number.</summary>
    private static bool SetNumbers(
        string parameter, int[] places, IReadOnlyList<Part> parts, string[] written, Dictionary<string, string[]> given)
    {
        if (parts.Any(part => places.Any(place => !int.TryParse(part.Sizes[place].Value, out var number) || number < 1)))
            return false;
        var numbers = places.ToDictionary(place => place, place => parts.Select(part => part.Sizes[place].Number).ToArray());
        var channels = parameter == "Filters" && parts.All(part => part.Channels > 0)
            ? parts.Select(part => part.Channels!.Value).ToArray()
            : null;
        // Of what would do, that which needs no second number, and has the smallest factors.
        var best = numbers.Values.DistinctBy(own => string.Join(' ', own))
            .Select(own => Expressions.Of(parameter, own, numbers, channels)).OfType<Expressions>()
            .MinBy(each => (each.Second is null ? 0 : 1, each.LargestFactor, each.Own.Sum(number => (long)number)));
        if (best is null || (best.Second is not null && parameter != "Filters"))
            return false;
        var (second, expansion) = best.Second is null ? ("", []) : Second(best.Second, best.Own, channels);
        if (best.Second is not null)
            given["Expansion"] = Texts(expansion);
        foreach (var place in places)
            written[place] = best.Texts[place] ?? second;
        given[parameter] = Texts(best.Own);
        return true;
    }

    /// <summary>How a second number is written, and what each use gives for it: a factor where it is one.</summary>
    private static (string Written, int[] Given) Second(int[] numbers, int[] own, int[]? channels)
    {
        if (channels is not null && Factors(numbers, channels) is { } ofChannels)
            return ("Block.Expansion * Block.Channels", ofChannels);
        return Factors(numbers, own) is { } factors ? ("Block.Expansion * Block.Filters", factors) : ("Block.Expansion", numbers);
    }

    private static int[]? Factors(int[] numbers, int[] of) =>
        numbers.Zip(of).All(pair => pair.First % pair.Second == 0) ? [.. numbers.Zip(of, (number, one) => number / one)] : null;

    private static string[] Texts(int[] numbers) => Array.ConvertAll(numbers, CSharp.Text);

    /// <summary>Numbers of filters, written by one of them.</summary>
    /// <param name="Own">The one that uses give.</param>
    /// <param name="Texts">How each is written, by its place; null where it is the second number.</param>
    /// <param name="Second">A number that is no multiple of the first, nor of the channels; null where there is none.</param>
    /// <param name="LargestFactor">The largest of the factors.</param>
    private sealed record Expressions(int[] Own, IReadOnlyDictionary<int, string?> Texts, int[]? Second, int LargestFactor)
    {
        /// <summary>Writes them; null where there would be a third number.</summary>
        public static Expressions? Of(string parameter, int[] own, IReadOnlyDictionary<int, int[]> numbers, int[]? channels)
        {
            var (texts, others, largest) = (new Dictionary<int, string?>(), new List<int[]>(), 1);
            foreach (var (place, each) in numbers)
            {
                var found = Multiple(each, own, $"Block.{parameter}")
                    ?? (channels is null ? null : Multiple(each, channels, "Block.Channels"));
                (texts[place], largest) = (found?.Text, Math.Max(largest, found?.Factor ?? 1));
                if (found is null)
                    others.Add(each);
            }

            return others.TrueForAll(other => other.SequenceEqual(others[0])) ? new(own, texts, others.FirstOrDefault(), largest) : null;
        }

        /// <summary>A multiple of a number, or a part of it, in all uses.</summary>
        private static (string Text, int Factor)? Multiple(int[] numbers, int[] of, string name)
        {
            if (Same(Factors(numbers, of)) is { } factor)
                return (factor == 1 ? name : $"{factor} * {name}", factor);
            return Same(Factors(of, numbers)) is { } part ? ($"{name} / {part}", part) : null;
        }

        private static int? Same(int[]? factors) => factors is [var first, ..] && factors.All(each => each == first) ? first : null;
    }
}
