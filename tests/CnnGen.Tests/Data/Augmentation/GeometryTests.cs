using CnnGen.Data;
using Xunit;

namespace CnnGen.Tests.Data.Augmentation;

/// <summary>Translation, rotation and zoom: exact where pixels fall on pixels, else against a reference in double precision.</summary>
public sealed class GeometryTests
{
    private static readonly float[] Nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    public static TheoryData<FillMode, Interpolation> Readings
    {
        get
        {
            var data = new TheoryData<FillMode, Interpolation>();
            foreach (var fillMode in Enum.GetValues<FillMode>())
            {
                foreach (var interpolation in Enum.GetValues<Interpolation>())
                    data.Add(fillMode, interpolation);
            }

            return data;
        }
    }

    [Theory]
    [InlineData(FillMode.Reflect, "4 3 2 1", "4 3 2 1", "2 1 1 2")]
    [InlineData(FillMode.Constant, "9 9 9 9", "9 9 9 9", "9 9 1 2")]
    [InlineData(FillMode.Wrap, "1 2 3 4", "1 2 3 4", "3 4 1 2")]
    [InlineData(FillMode.Nearest, "1 1 1 1", "4 4 4 4", "1 1 1 2")]
    public void FillModesAreThoseOfKeras(FillMode fillMode, string before, string behind, string halfBefore)
    {
        // A row shifted by its whole width, to the right, to the left, and by half of it to the right; then the same as a column.
        foreach (var (factor, expected) in new[] { (1.0, before), (-1.0, behind), (0.5, halfBefore) })
        {
            FactorRange shift = (factor, factor);
            var row = new RandomTranslation(0, shift) { FillMode = fillMode, FillValue = 9 };
            Assert.Equal(expected, Text(Augmented.Image(row, [1, 2, 3, 4], new ImageShape(1, 4, 1))));
            var column = new RandomTranslation(shift, 0) { FillMode = fillMode, FillValue = 9 };
            Assert.Equal(expected, Text(Augmented.Image(column, [1, 2, 3, 4], new ImageShape(4, 1, 1))));
        }
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public void TranslationsAgreeWithTheReference(FillMode fillMode, Interpolation interpolation)
    {
        foreach (var (down, right) in new[] { (0.31, -0.17), (-0.93, 0.88), (0.02, 0.99) })
        {
            Agrees(
                new RandomTranslation((down, down), (right, right)) { FillMode = fillMode, FillValue = 77, Interpolation = interpolation },
                shape => (x, y) => (x - right * shape.Width, y - down * shape.Height));
        }
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public void RotationsAgreeWithTheReference(FillMode fillMode, Interpolation interpolation)
    {
        foreach (var turns in new[] { 0.03, -0.11, 0.4, -0.87, 1.0 })
        {
            Agrees(
                new RandomRotation((turns, turns)) { FillMode = fillMode, FillValue = 77, Interpolation = interpolation },
                shape => (x, y) =>
                {
                    // Rows count downwards: what is to the right comes, anticlockwise, from below.
                    var (sin, cos) = Math.SinCos(2 * Math.PI * turns);
                    var (right, down) = (x - (shape.Width - 1) / 2.0, y - (shape.Height - 1) / 2.0);
                    return ((shape.Width - 1) / 2.0 + cos * right - sin * down, (shape.Height - 1) / 2.0 + sin * right + cos * down);
                });
        }
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public void ZoomsAgreeWithTheReference(FillMode fillMode, Interpolation interpolation)
    {
        foreach (var (height, width) in new[] { (0.3, -0.4), (-0.77, 0.91), (1.0, 1.0) })
        {
            Agrees(
                new RandomZoom((height, height), (width, width)) { FillMode = fillMode, FillValue = 77, Interpolation = interpolation },
                shape => (x, y) => (
                    (shape.Width - 1) / 2.0 + (1 + width) * (x - (shape.Width - 1) / 2.0),
                    (shape.Height - 1) / 2.0 + (1 + height) * (y - (shape.Height - 1) / 2.0)));
        }
    }

    [Fact]
    public void QuarterTurnsAreExactAndAnticlockwise()
    {
        Assert.Equal([3, 6, 9, 2, 5, 8, 1, 4, 7], Turned(0.25));
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], Turned(-0.5));
        Assert.Equal([7, 4, 1, 8, 5, 2, 9, 6, 3], Turned(-0.25));
        Assert.Equal(Nine, Turned(1));

        static float[] Turned(double turns) => Augmented.Image(new RandomRotation((turns, turns)), Nine, new ImageShape(3, 3, 1));
    }

    [Fact]
    public void SineAndCosineAreRightToTheLastDigits()
    {
        for (var i = -1000; i <= 1000; i++)
        {
            var turns = i / 1000.0;
            var (sin, cos) = RandomRotation.SinCos(turns);
            Assert.Equal(Math.Sin(2 * Math.PI * turns), sin, 1e-15);
            Assert.Equal(Math.Cos(2 * Math.PI * turns), cos, 1e-15);
        }

        Assert.Equal((1, 0), RandomRotation.SinCos(0.25));
    }

    [Fact]
    public void WithoutAWidthFactorAZoomKeepsProportions()
    {
        // On a ramp from the middle the zoom of each direction can be read off.
        var shape = new ImageShape(9, 9, 2);
        float[] ramp = [.. Enumerable.Range(0, 81).SelectMany(pixel => new float[] { pixel / 9 - 4, pixel % 9 - 4 })];
        var (both, apart) = (new RandomZoom(0.5), new RandomZoom(0.5, 0.5));
        for (var index = 0; index < 20; index++)
        {
            var (rows, columns) = Zooms(both, index);
            Assert.Equal(rows, columns);
            Assert.InRange(rows, 0.5, 1.5);
            (rows, columns) = Zooms(apart, index);
            Assert.NotEqual(rows, columns);
        }

        // One pixel below and to the right of the middle.
        (float Rows, float Columns) Zooms(IAugmentation zoom, int index) => Augmented.Image(zoom, ramp, shape, index) is var image
            ? (image[2 * 50], image[2 * 50 + 1])
            : default;
    }

    [Fact]
    public void ShiftsAreSpreadEvenlyOverTheirRange()
    {
        // On a ramp the shift can be read off in the middle; a tenth of 20 columns is 2.
        var shape = new ImageShape(1, 20, 1);
        float[] ramp = [.. Enumerable.Range(0, 20).Select(column => (float)column)];
        var shifts = Enumerable.Range(0, 2000)
            .Select(index => 10 - Augmented.Image(new RandomTranslation(0.1, (-0.1, 0.05)), ramp, shape, index)[10])
            .ToArray();
        Assert.InRange(shifts.Min(), -2, -1.99);
        Assert.InRange(shifts.Max(), 0.99, 1);
        // A mean of 2000 has a standard deviation of 3 / sqrt(12 x 2000) = 0.019.
        Assert.InRange(shifts.Average(), -0.5 - 0.08, -0.5 + 0.08);
    }

    /// <summary>Compares on shapes that are not square, of one and of three channels.</summary>
    private static void Agrees(GeometricAugmentation augmentation, Func<ImageShape, Func<double, double, (double X, double Y)>> source)
    {
        foreach (var shape in new[] { new ImageShape(7, 10, 1), new ImageShape(6, 4, 3), new ImageShape(1, 5, 2), new ImageShape(3, 1, 1) })
        {
            var image = Augmented.Noise(shape);
            var got = Augmented.Image(augmentation, image, shape);
            var map = source(shape);
            for (var i = 0; i < got.Length; i++)
            {
                var (pixel, channel) = (i / shape.Channels, i % shape.Channels);
                var (x, y) = map(pixel % shape.Width, pixel / shape.Width);
                var expected = augmentation.Interpolation == Interpolation.Nearest
                    ? At(Math.Floor(x + 0.5), Math.Floor(y + 0.5))
                    : Between(x, y);
                Assert.True(Math.Abs(expected - got[i]) < 1e-3, $"{shape}, value {i}: {got[i]}, expected {expected}");

                double Between(double x, double y)
                {
                    var (left, top) = (Math.Floor(x), Math.Floor(y));
                    return (1 - (y - top)) * ((1 - (x - left)) * At(left, top) + (x - left) * At(left + 1, top))
                        + (y - top) * ((1 - (x - left)) * At(left, top + 1) + (x - left) * At(left + 1, top + 1));
                }

                double At(double column, double row) => augmentation.FillMode == FillMode.Constant
                    && (column < 0 || column >= shape.Width || row < 0 || row >= shape.Height)
                        ? augmentation.FillValue
                        : image[(Inside(row, shape.Height) * shape.Width + Inside(column, shape.Width)) * shape.Channels + channel];
            }
        }

        int Inside(double place, int length)
        {
            while (place < 0 || place >= length)
            {
                place = augmentation.FillMode switch
                {
                    FillMode.Reflect => place < 0 ? -1 - place : 2 * length - 1 - place,
                    FillMode.Wrap => place < 0 ? place + length : place - length,
                    _ => Math.Clamp(place, 0, length - 1),
                };
            }

            return (int)place;
        }
    }

    private static string Text(float[] values) => string.Join(' ', values);
}
