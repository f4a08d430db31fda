using System.Numerics;
using CnnGen.Images;

namespace PretrainedSample;

/// <summary>Draws pictures of eight kinds of things, in any colours, places, sizes and directions, on a cluttered ground.</summary>
internal static class Drawing
{
    /// <summary>Rows and columns of a picture.</summary>
    public const int Side = 64;

    private const int Samples = 3;

    /// <summary>What can be drawn: parts from back to front, between -1 and 1, y down.</summary>
    private static readonly Dictionary<string, Part[]> Things = new()
    {
        ["boat"] = [new(1, Box(-0.05f, -0.9f, 0.05f, 0.2f)), new(2, [new(0.1f, -0.85f), new(0.1f, 0.1f), new(0.8f, 0.1f)]),
            new(3, [new(-0.9f, 0.2f), new(0.9f, 0.2f), new(0.6f, 0.65f), new(-0.6f, 0.65f)])],
        ["cup"] = [new(1, Oval(0.55f, 0, 0.4f, 0.4f)), new(0, Oval(0.55f, 0, 0.22f, 0.22f)),
            new(1, [new(-0.7f, -0.55f), new(0.5f, -0.55f), new(0.4f, 0.65f), new(-0.6f, 0.65f)]), new(2, Oval(-0.1f, -0.55f, 0.6f, 0.12f))],
        ["fish"] = [new(1, [new(0.4f, 0), new(0.95f, -0.45f), new(0.95f, 0.45f)]), new(1, Oval(-0.15f, 0, 0.75f, 0.42f)),
            new(2, [new(-0.2f, -0.35f), new(0.2f, -0.75f), new(0.25f, -0.3f)]), new(0, Oval(-0.55f, -0.08f, 0.09f, 0.09f))],
        ["flower"] = [new(3, Box(-0.05f, 0.2f, 0.05f, 1)), .. Enumerable.Range(0, 6).Select(i => new Part(1, Petal(i))),
            new(2, Oval(0, -0.25f, 0.24f, 0.24f))],
        ["house"] = [new(1, Box(-0.6f, -0.1f, 0.6f, 0.8f)), new(2, [new(-0.8f, -0.1f), new(0.8f, -0.1f), new(0, -0.85f)]),
            new(3, Box(-0.15f, 0.3f, 0.15f, 0.8f)), new(0, Box(0.25f, 0.1f, 0.48f, 0.35f))],
        ["mushroom"] = [new(2, [new(-0.2f, 0), new(0.2f, 0), new(0.3f, 0.85f), new(-0.3f, 0.85f)]),
            new(1, [.. Oval(0, 0, 0.85f, 0.75f).Where(point => point.Y <= 0.01f)]), new(2, Oval(-0.35f, -0.3f, 0.13f, 0.13f)),
            new(2, Oval(0.2f, -0.45f, 0.13f, 0.13f)), new(2, Oval(0.45f, -0.15f, 0.1f, 0.1f))],
        ["star"] = [new(1, [.. Enumerable.Range(0, 10).Select(i => Turn(i / 10f, i % 2 == 0 ? 0.95f : 0.4f))])],
        ["tree"] = [new(2, Box(-0.12f, 0.4f, 0.12f, 0.95f)), new(1, [new(-0.75f, 0.5f), new(0.75f, 0.5f), new(0, -0.2f)]),
            new(1, [new(-0.6f, 0.1f), new(0.6f, 0.1f), new(0, -0.55f)]), new(1, [new(-0.45f, -0.3f), new(0.45f, -0.3f), new(0, -0.95f)])],
    };

    /// <summary>What can be drawn, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Things.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Draws one picture.</summary>
    /// <param name="name">Of <see cref="Names"/>.</param>
    /// <param name="random">Where colours, place, size and direction come from.</param>
    public static ByteImage Draw(string name, Random random)
    {
        var ground = Color(random);
        var colors = new[] { ground, Contrast(random, ground), Contrast(random, ground), Contrast(random, ground) };
        var clutter = Enumerable.Range(0, 8).Select(_ => (Color: Color(random), Shape: Stroke(random))).ToList();
        var transform = Matrix3x2.CreateScale(Between(random, 0.8f, 1.2f), 1)
            * Matrix3x2.CreateRotation(Between(random, -0.6f, 0.6f))
            * Matrix3x2.CreateScale(Between(random, 0.24f, 0.4f) * Side)
            * Matrix3x2.CreateTranslation(Between(random, 0.38f, 0.62f) * Side, Between(random, 0.38f, 0.62f) * Side);
        var shapes = clutter.Concat(Things[name].Select(part => (
            Color: colors[part.Color], Shape: Array.ConvertAll(part.Outline, point => Vector2.Transform(point, transform))))).ToList();
        var pixels = new byte[Side * Side * 3];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
                Mean(shapes, ground, x, y).CopyTo(pixels.AsSpan(((y * Side) + x) * 3));
        }

        return new ByteImage(Side, Side, 3, pixels);
    }

    /// <summary>The colour of a pixel: the mean of nine points in it.</summary>
    private static byte[] Mean(List<(Vector3 Color, Vector2[] Shape)> shapes, Vector3 ground, int x, int y)
    {
        var sum = Vector3.Zero;
        for (var i = 0; i < Samples * Samples; i++)
        {
            var point = new Vector2(x + (((i % Samples) + 0.5f) / Samples), y + (((i / Samples) + 0.5f) / Samples));
            var top = shapes.FindLastIndex(shape => IsInside(shape.Shape, point));
            sum += top < 0 ? ground : shapes[top].Color;
        }

        sum = Vector3.Round(sum / (Samples * Samples));
        return [(byte)sum.X, (byte)sum.Y, (byte)sum.Z];
    }

    /// <summary>Whether a ray from a point leaves an outline an odd number of times.</summary>
    private static bool IsInside(Vector2[] outline, Vector2 point)
    {
        var isInside = false;
        for (var i = 0; i < outline.Length; i++)
        {
            var (a, b) = (outline[i], outline[(i + 1) % outline.Length]);
            if (a.Y > point.Y != b.Y > point.Y && point.X < a.X + ((b.X - a.X) * (point.Y - a.Y) / (b.Y - a.Y)))
                isInside = !isInside;
        }

        return isInside;
    }

    private static Vector2[] Box(float left, float top, float right, float bottom) =>
        [new(left, top), new(right, top), new(right, bottom), new(left, bottom)];

    private static Vector2[] Oval(float x, float y, float width, float height) =>
        [.. Enumerable.Range(0, 24).Select(i => new Vector2(x, y) + (Turn(i / 24f, 1) * new Vector2(width, height)))];

    private static Vector2[] Petal(int i)
    {
        var centre = new Vector2(0, -0.25f) + Turn(i / 6f, 0.42f);
        return Oval(centre.X, centre.Y, 0.24f, 0.24f);
    }

    private static Vector2 Turn(float turns, float radius) =>
        radius * new Vector2(MathF.Sin(turns * MathF.Tau), -MathF.Cos(turns * MathF.Tau));

    private static Vector2[] Stroke(Random random)
    {
        var from = new Vector2(Between(random, 0, Side), Between(random, 0, Side));
        var along = Turn(random.NextSingle(), Between(random, 6, 22));
        var across = new Vector2(-along.Y, along.X) / along.Length() * Between(random, 0.8f, 3);
        return [from - across, from + across, from + along + across, from + along - across];
    }

    private static Vector3 Color(Random random) => new(random.Next(256), random.Next(256), random.Next(256));

    private static Vector3 Contrast(Random random, Vector3 ground)
    {
        while (true)
        {
            if (Color(random) is var color && Vector3.Distance(color, ground) > 130)
                return color;
        }
    }

    private static float Between(Random random, float low, float high) => low + ((high - low) * random.NextSingle());

    /// <summary>A part of a thing.</summary>
    /// <param name="Color">Which of its colours; 0 is that of the ground.</param>
    /// <param name="Outline">Its corners.</param>
    private sealed record Part(int Color, Vector2[] Outline);
}
