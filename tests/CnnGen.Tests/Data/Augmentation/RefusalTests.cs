using CnnGen.Data;
using CnnGen.Tests.Training;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Data.Augmentation;

/// <summary>What augmentations do not take, and what is said about it.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void SettingsOutOfTheirRange()
    {
        Refuses("lower", () => new RandomTranslation((-1.1, 0), 0));
        Refuses("upper", () => new RandomTranslation(0, (0, 1.1)));
        Refuses("upper", () => new RandomRotation((0.2, 0.1)));
        Refuses("factor", () => new RandomZoom(double.NaN));
        Refuses("FillValue", () => new RandomZoom(0.1) { FillValue = float.NaN });
        Refuses("padding", () => new RandomCrop(0));
        Refuses("high", () => new RandomBrightness(0.1) { ValueRange = (1, 1) });
        Refuses("low", () => new RandomContrast(0.1) { ValueRange = (float.NegativeInfinity, 1) });
        Refuses("factor", () => new RandomErasing(1.5));
        Refuses("Scale", () => new RandomErasing { Scale = 0.3 });
        Refuses("FillValue", () => new RandomErasing { FillValue = float.NaN });
        Refuses("factor", () => new RandomGrayscale(-0.1));
        Refuses("factor", () => new RandomHue((-0.1, 0.5)));
        Refuses("factor", () => new RandomSaturation(1.1));
        Refuses("factor", () => new CutMix((-0.5, 0)));
        Refuses("alpha", () => new MixUp(0));
        Refuses("alpha", () => new MixUp(double.NaN));
        Refuses("image", () => new AugmentationRandom(0, 0, -1, 0));
        Refuses("augmentation", () => new AugmentationRandom(0, 0, 0, 65536));
        Refuses("bound", () => new AugmentationRandom(0, 0, 0, 0).Below(0));

        var turns = Assert.Throws<ArgumentOutOfRangeException>("factor", () => new RandomRotation(100));
        Assert.Equal(100.0, turns.ActualValue);

        static void Refuses(string parameter, Func<object> make) => Assert.Throws<ArgumentOutOfRangeException>(parameter, make);
    }

    [Fact]
    public void LengthsThatDoNotFitTheShape()
    {
        var shape = new ImageShape(3, 3, 1);
        IAugmentation[] augmentations =
        [
            new RandomFlip(), new RandomCrop(1), new RandomRotation(0.1), new RandomBrightness(0.1), new RandomContrast(0.1),
            new RandomErasing(), new RandomGrayscale(), new RandomHue(0.1), new RandomSaturation(0.1), new MixUp(), new CutMix(),
        ];
        foreach (var augmentation in augmentations)
        {
            Assert.Contains("3 x 3 x 1 has 9 values, but 8 came", Assert.Throws<ArgumentException>("image", () => Apply(8, 9)).Message);
            Assert.Contains("room for 10", Assert.Throws<ArgumentException>("result", () => Apply(9, 10)).Message);

            void Apply(int image, int result)
            {
                var random = new AugmentationRandom(0, 1, 0, 0);
                augmentation.Apply(new float[image], new float[result], shape, ref random);
            }
        }
    }

    [Fact]
    public void ColoursNeedThreeChannels()
    {
        var shape = new ImageShape(2, 3, 4);
        foreach (var augmentation in new IAugmentation[] { new RandomGrayscale(), new RandomHue(0.1), new RandomSaturation(0.1) })
        {
            var words = $"{augmentation.GetType().Name} takes images of 3 channels, red, green and blue, but these are 2 x 3 x 4";
            Assert.Contains(words, Assert.Throws<ArgumentException>("shape", Apply).Message);
            Assert.Contains(words, augmentation.ProblemWith(new ImageDataset(new float[24], new int[1], 2, 3, 4)));

            void Apply()
            {
                var random = new AugmentationRandom(0, 1, 0, 0);
                augmentation.Apply(new float[24], new float[24], shape, ref random);
            }
        }

        var grey = new ImageDataset(new byte[6], new int[1], 2, 3, 1);
        Assert.Null(new RandomGrayscale().ProblemWith(grey));
        Assert.NotNull(new RandomHue(1).ProblemWith(grey));
        var colours = new ImageDataset(new byte[18], new int[1], 2, 3, 3);
        Assert.Null(new RandomSaturation(1).ProblemWith(colours));
        Assert.Contains("RandomHue takes pixels from 0 to 1, but", new RandomHue(1) { ValueRange = (0, 1) }.ProblemWith(colours));
    }

    [Fact]
    public void FitRefusesBeforeItBegins()
    {
        using var network = new FakeNetwork(4, 6, 1, 2);
        var bytes = new ImageDataset(new byte[48], new int[2], 4, 6, 1);
        var floats = new ImageDataset(new float[48], new int[2], 4, 6, 1);
        Refuses("RandomCrop(4) could cut out nothing but padding of images of 4 x 6 x 1: at most 3 would fit.", floats, new RandomCrop(4));
        var lines = new ImageDataset(new float[12], new int[2], 1, 6, 1);
        Assert.Equal("RandomCrop cannot be used on images of 1 x 6 x 1: whatever its padding, it could cut out nothing else.",
            new RandomCrop(1).ProblemWith(lines));
        Refuses("RandomBrightness takes pixels from 0 to 1, but the images are bytes", bytes,
            new RandomBrightness(0.1) { ValueRange = (0, 1) });
        Refuses("RandomContrast takes pixels from 0 to 1.5", bytes, new RandomContrast(0.1) { ValueRange = (0, 1.5f) });
        Refuses("RandomErasing takes pixels from", bytes, new RandomErasing { ValueRange = (0, 1) });
        Refuses("Augmentation must not be null", bytes, null!);
        Assert.Equal(0, network.Batches.Length);

        network.Fit(floats, new FitOptions { Augmentation = [new RandomCrop(3), new RandomBrightness(0.1) { ValueRange = (0, 1) }] });
        Assert.Equal([2], network.Batches.ToArray());

        void Refuses(string words, ImageDataset data, IAugmentation augmentation)
        {
            var options = new FitOptions { Augmentation = [new RandomFlip(), augmentation] };
            Assert.Contains(words, Assert.Throws<ArgumentException>("options", () => network.Fit(data, options)).Message);
        }
    }
}
