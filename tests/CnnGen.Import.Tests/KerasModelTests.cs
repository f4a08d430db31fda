using System.Text.Json;
using CnnGen.Data;
using CnnGen.Formats;
using CnnGen.Images;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Import.Tests;

/// <summary>
/// Models that others have trained and published give, imported, the numbers that were computed of them in double precision.
/// </summary>
public sealed class KerasModelTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("mobilenet_v1_0.25_224_imagenet.h5", 475_544)]
    [InlineData("fashion_mnist_model.keras", 225_034)]
    [InlineData("fashion_mnist_model.h5", 225_034)]
    [InlineData("resnet8_cifar10.h5", 78_666)]
    [InlineData("fer2013_mini_XCEPTION.102-0.66.hdf5", 58_423)]
    public void GivesWhatItsFileGives(string file, long weights)
    {
        var imported = NetworkImport.Read(Fixtures.Path($"models/{file}"));
        output.WriteLine(imported.Source);
        Assert.Equal(weights, imported.WeightCount);
        using var network = CompiledImport.Create(imported);
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("models/expected.json")));
        var compared = 0;
        foreach (var each in expected.RootElement.GetProperty(file).GetProperty("cases").EnumerateArray())
        {
            var outputs = network.Predict(InputOf(each, network.Info.InputShape, file));
            var tolerance = each.GetProperty("tolerance").GetDouble();
            if (each.TryGetProperty("output", out var whole))
            {
                Assert.Equal(whole.GetArrayLength(), outputs.Length);
                foreach (var (value, actual) in whole.EnumerateArray().Zip(outputs))
                    Assert.Equal(value.GetDouble(), actual, tolerance);
            }
            else
            {
                var order = Enumerable.Range(0, outputs.Length).OrderByDescending(index => outputs[index]).ToList();
                foreach (var (top, place) in each.GetProperty("top").EnumerateArray().Zip(Enumerable.Range(0, 5)))
                {
                    Assert.Equal(top.GetProperty("probability").GetDouble(), outputs[top.GetProperty("index").GetInt32()], tolerance);
                    if (tolerance < 1e-3)
                        Assert.Equal(top.GetProperty("index").GetInt32(), order[place]);
                }
            }

            compared++;
        }

        Assert.True(compared > 0);
    }

    /// <summary>Both files of one network have the same weights, to the bit, and the accuracy that its authors publish.</summary>
    [SkippableFact]
    public void FashionMnistIsAsAccurateAsPublished()
    {
        var (keras, hdf5) = (Weights("fashion_mnist_model.keras"), Weights("fashion_mnist_model.h5"));
        Assert.Equal(keras.Tensors.Select(tensor => tensor.Name), hdf5.Tensors.Select(tensor => tensor.Name));
        foreach (var (one, other) in keras.Tensors.Zip(hdf5.Tensors))
            Assert.Equal(one.Bytes, other.Bytes);

        // All 10,000 images, which Debian's package has; the subset of the samples has fewer.
        Skip.IfNot(Directory.Exists(FashionMnist.DebianFolder), $"the data set was looked for in {FashionMnist.DebianFolder}");
        var test = FashionMnist.Load(new FashionMnistOptions { Folder = FashionMnist.DebianFolder }).Test;
        using var network = CompiledImport.Create(NetworkImport.Read(Fixtures.Path("models/fashion_mnist_model.keras")));
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("models/expected.json")));
        var published = expected.RootElement.GetProperty("fashion_mnist_model.keras").GetProperty("fashion_mnist_test");
        var outputs = network.Predict(Array.ConvertAll(test.Bytes.ToArray(), pixel => pixel / 255f));
        var classes = outputs.Chunk(10).Select(each => Array.IndexOf(each, each.Max())).ToList();
        Assert.Equal(published.GetProperty("first_20_classes").EnumerateArray().Select(each => each.GetInt32()), classes.Take(20));
        Assert.Equal(published.GetProperty("images").GetInt32(), classes.Count);
        var correct = classes.Zip(test.Labels.ToArray()).Count(pair => pair.First == pair.Second);
        Assert.Equal(published.GetProperty("correct").GetInt32(), correct);
    }

    private static SafetensorsFile Weights(string file)
    {
        using var folder = new TemporaryFolder();
        NetworkImport.Read(Fixtures.Path($"models/{file}")).SaveWeights(folder["w.safetensors"]);
        return SafetensorsFile.Read(folder["w.safetensors"]);
    }

    private static float[] InputOf(JsonElement each, IReadOnlyList<int> shape, string file)
    {
        var bytes = new byte[shape[0] * shape[1] * shape[2]];
        if (each.TryGetProperty("image", out var name))
        {
            var picture = ImageFile.Read(Fixtures.Path($"images/{name.GetString()}")).ToRgb();
            bytes = picture.ResizeNearest(shape[0], shape[1]).Pixels.ToArray();
        }
        else
        {
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)(37 * i % 256);
        }

        return Array.ConvertAll(bytes, value => file switch
        {
            _ when file.StartsWith("mobilenet", StringComparison.Ordinal) => value / 127.5f - 1,
            _ when file.StartsWith("fashion", StringComparison.Ordinal) => value / 255f,
            _ when file.StartsWith("fer2013", StringComparison.Ordinal) => (value / 255f - 0.5f) * 2,
            _ => (float)value,
        });
    }
}
