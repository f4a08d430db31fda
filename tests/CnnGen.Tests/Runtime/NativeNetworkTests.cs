using System.Runtime.InteropServices;
using System.Text;
using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Runtime;

/// <summary>
/// What C's calls do, called from here: results are those of the network itself, whatever is wrong becomes a status and a message, and
/// nothing is thrown.
/// </summary>
public sealed unsafe class NativeNetworkTests : IDisposable
{
    private const int Inputs = 5 * 5 * 1;
    private const int Classes = 10;
    private const int Seed = 7;

    private readonly NativeNetwork _native = new(Create);
    private readonly nint _handle;

    public NativeNetworkTests()
    {
        nint handle;
        AssertDone(_native.Create(Seed, &handle));
        _handle = handle;
    }

    public void Dispose() => _native.Destroy(_handle);

    [Fact]
    public void ResultsAreThoseOfTheNetworkItself()
    {
        using var network = Create(Seed);
        byte[] images = [.. Enumerable.Range(0, 3 * Inputs).Select(i => (byte)(i * 37))];
        var floats = images.Select(value => (float)value).ToArray();
        int[] labels = [1, 2, 3];
        network.Adapt(new ImageDataset(images, labels, 5, 5, 1));
        var optimizer = new Nadam();
        fixed (byte* bytes = images)
        fixed (float* values = floats)
        fixed (int* classes = labels)
        {
            AssertDone(_native.Adapt(_handle, new(bytes, 3 * Inputs)));
            for (int step = 0; step < 3; step++)
            {
                double loss;
                int correct;
                AssertDone(_native.TrainStep(_handle, new(bytes, 3 * Inputs), classes, 3, 0.01 * (step + 1), &loss, &correct));
                optimizer.LearningRate = 0.01 * (step + 1);
                var expected = network.TrainBatch(images, labels, optimizer);
                Assert.Equal((expected.Loss, expected.Correct), (loss, correct));
            }

            // Floats, and results that nobody wants.
            AssertDone(_native.TrainStep(_handle, new(values, 3 * Inputs), classes, 3, 0.01, null, null));
            optimizer.LearningRate = 0.01;
            network.TrainBatch(floats, labels, optimizer);
        }

        float[] trained = new float[3 * Classes];
        network.Predict(images, trained);
        Bits.AreEqual(trained, Predict(images), "bytes");
        Bits.AreEqual(trained, Predict(floats), "floats");
    }

    [Fact]
    public void AllOutputsAreThoseOfTheNetworkItself()
    {
        const int Count = 2;
        using var network = new SeveralOutputs(Seed);
        var native = new NativeNetwork(static seed => new SeveralOutputs(seed));
        nint handle;
        AssertDone(native.Create(Seed, &handle));
        float[] images = [.. Enumerable.Range(0, Count * network.Info.InputSize).Select(i => (float)(i % 7))];
        var shapes = network.Info.FurtherOutputs.Select(output => output.Shape);
        int[] sizes = [network.Info.OutputSize, .. shapes.Select(shape => shape.Aggregate(1, (size, extent) => size * extent))];
        float[][] wanted = [.. sizes.Select(size => new float[Count * size])], got = [.. sizes.Select(size => new float[Count * size])];
        network.Predict(images, wanted[0], wanted[1], wanted[2], wanted[3], wanted[4]);
        fixed (float* floats = images, last = got[0], first = got[1], second = got[2], third = got[3], fourth = got[4])
        {
            NativeOutput[] further =
            [
                new(first, (nuint)got[1].Length), new(second, (nuint)got[2].Length), new(third, (nuint)got[3].Length),
                new(fourth, (nuint)got[4].Length),
            ];
            var (values, outputs) = ((nuint)images.Length, (nuint)got[0].Length);
            AssertDone(native.Predict(handle, new(floats, values), last, outputs, further));
            for (int i = 0; i < sizes.Length; i++)
                Bits.AreEqual(wanted[i], got[i], $"output {i}");

            further[1] = new(null, (nuint)got[2].Length);
            var status = native.Predict(handle, new(floats, values), last, outputs, further);
            AssertFails(NativeStatus.InvalidArgument, "classes_output is NULL", status);
            further[1] = new(second, (nuint)got[2].Length - 1);
            status = native.Predict(handle, new(floats, values), last, outputs, further);
            AssertFails(NativeStatus.InvalidArgument, "classes", status);
        }

        AssertDone(native.Destroy(handle));
    }

    [Fact]
    public void AFileGoesThereAndBack()
    {
        using var folder = new TemporaryFolder();
        float[] image = [.. Enumerable.Range(0, Inputs).Select(i => (float)i)];
        var before = Predict(image);
        // A name that is longer in UTF-8 than in UTF-16.
        fixed (byte* path = Zero(folder["gewichte-äöü-重み.safetensors"]))
        {
            AssertDone(_native.Save(_handle, path));
            Assert.True(File.Exists(folder["gewichte-äöü-重み.safetensors"]));
            nint other;
            AssertDone(_native.Create(Seed + 1, &other));
            Assert.NotEqual(before, Predict(image, other));
            AssertDone(_native.Load(other, path));
            Bits.AreEqual(before, Predict(image, other), "loaded");
            AssertDone(_native.Destroy(other));
            AssertDone(_native.Create(Seed + 1, &other));
            fixed (byte* data = File.ReadAllBytes(folder["gewichte-äöü-重み.safetensors"]))
                AssertDone(_native.Load(other, data, (nuint)new FileInfo(folder["gewichte-äöü-重み.safetensors"]).Length));
            Bits.AreEqual(before, Predict(image, other), "loaded from memory");
            AssertDone(_native.Destroy(other));
        }
    }

    [Fact]
    public void HandlesThatAreNoneAreSeen()
    {
        nint gone, later;
        AssertDone(_native.Create(0, &gone));
        AssertDone(_native.Destroy(gone));
        // Takes the place that became free, and is another handle all the same.
        AssertDone(_native.Create(0, &later));
        Assert.NotEqual(gone, later);

        int local = 0;
        var nextOfItsPlace = _handle + ((nint)1 << (IntPtr.Size * 4));
        foreach (var handle in new nint[] { gone, 1, -1, (nint)(&local), nextOfItsPlace })
            AssertFails(NativeStatus.InvalidHandle, $"{handle:x}", _native.SetThreads(handle, 1));
        AssertFails(NativeStatus.InvalidHandle, "destroyed", _native.Destroy(gone));
        AssertFails(NativeStatus.InvalidHandle, "NULL", _native.SetThreads(0, 1));
        Assert.True(_native.InstructionSetName(0) == null);
        Assert.Contains("NULL", LastError());
        AssertDone(_native.Destroy(0));

        var foreign = new NativeNetwork(Create);
        AssertFails(NativeStatus.InvalidHandle, "NormalizedPerceptron", foreign.SetThreads(_handle, 1));
        AssertFails(NativeStatus.InvalidHandle, "NormalizedPerceptron", foreign.Destroy(_handle));
        AssertDone(_native.Destroy(later));
        AssertDone(_native.SetThreads(_handle, 2));
    }

    [Fact]
    public void EveryCallRefusesAHandleThatIsNone()
    {
        float value = 0;
        int label = 0;
        byte zero = 0;
        foreach (var status in new[]
        {
            _native.Load(0, &zero), _native.Load(0, &zero, 1), _native.Save(0, &zero), _native.Adapt(0, new(&value, 1)),
            _native.Predict(0, new(&value, 1), &value, 1),
            _native.TrainStep(0, new(&value, 1), &label, 1, 0, null, null), _native.SetThreads(0, 1),
        })
        {
            Assert.Equal(NativeStatus.InvalidHandle, status);
        }
    }

    [Fact]
    public void CountsAndPointersAreChecked()
    {
        var images = stackalloc float[2 * Inputs + 1];
        var outputs = stackalloc float[2 * Classes + 1];
        var labels = stackalloc int[] { 1, Classes, 1 };
        const NativeStatus Invalid = NativeStatus.InvalidArgument;

        AssertFails(Invalid, $"{Inputs - 1}", _native.Predict(_handle, new(images, Inputs - 1), outputs, Classes));
        AssertFails(Invalid, $"{2 * Classes}", _native.Predict(_handle, new(images, 2 * Inputs), outputs, Classes));
        AssertFails(Invalid, "images is NULL", _native.Predict(_handle, new((float*)null, Inputs), outputs, Classes));
        AssertFails(Invalid, "outputs is NULL", _native.Predict(_handle, new(images, Inputs), null, Classes));
        AssertFails(Invalid, "images is not aligned", _native.Predict(_handle, new((float*)((byte*)images + 1), Inputs), outputs, Classes));
        AssertFails(
            Invalid, "outputs is not aligned", _native.Predict(_handle, new(images, Inputs), (float*)((byte*)outputs + 2), Classes));
        AssertFails(Invalid, $"{int.MaxValue}", _native.Predict(_handle, new((byte*)images, nuint.MaxValue), outputs, Classes));

        AssertFails(Invalid, "2 labels", Train(images, 2 * Inputs, labels, 1));
        AssertFails(Invalid, $"Label {Classes}", Train(images, 2 * Inputs, labels, 2));
        AssertFails(Invalid, "at least one image", Train(null, 0, null, 0));
        AssertFails(Invalid, "labels is NULL", Train(images, Inputs, null, 1));
        AssertFails(Invalid, "labels is not aligned", Train(images, Inputs, (int*)((byte*)labels + 1), 1));
        AssertFails(Invalid, "learning_rate is NaN", Train(images, Inputs, labels, 1, double.NaN));
        AssertFails(Invalid, "loss is not aligned",
            _native.TrainStep(_handle, new(images, Inputs), labels, 1, 0, (double*)((byte*)outputs + 1), null));
        AssertFails(Invalid, "correct is not aligned",
            _native.TrainStep(_handle, new(images, Inputs), labels, 1, 0, null, (int*)((byte*)outputs + 1)));

        AssertFails(Invalid, $"{Inputs + 1}", _native.Adapt(_handle, new(images, Inputs + 1)));
        AssertFails(Invalid, "at least one image", _native.Adapt(_handle, new(images, 0)));
        AssertFails(Invalid, "threads is 0", _native.SetThreads(_handle, 0));
        AssertFails(Invalid, "threads is 1025", _native.SetThreads(_handle, 1025));
        AssertFails(Invalid, "network is NULL", _native.Create(0, null));

        AssertDone(_native.Predict(_handle, new((float*)null, 0), null, 0));
        AssertDone(Train(images, Inputs, labels, 1));
    }

    [Fact]
    public void WhatIsRefusedChangesNothing()
    {
        float[] images = [.. Enumerable.Range(0, Inputs).Select(i => (float)i)];
        var before = Predict(images);
        int wrong = Classes;
        fixed (float* floats = images)
        {
            AssertFails(NativeStatus.InvalidArgument, "no class", Train(floats, Inputs, &wrong, 1));
            AssertFails(NativeStatus.InvalidArgument, "no whole number", _native.Adapt(_handle, new(floats, Inputs - 1)));
        }

        Bits.AreEqual(before, Predict(images), "prediction");
    }

    [Fact]
    public void WhatIsNotFiniteIsNamed()
    {
        using var folder = new TemporaryFolder();
        var images = stackalloc float[2 * Inputs];
        for (var i = 0; i < 2 * Inputs; i++)
            images[i] = i == Inputs + 3 ? float.NaN : 1;
        AssertFails(NativeStatus.InvalidArgument, "Value 3 of image 1 is NaN", _native.Adapt(_handle, new(images, 2 * Inputs)));

        var labels = stackalloc int[] { 1, 2 };
        for (var step = 0; step < 2; step++)
            AssertDone(Train(images, 2 * Inputs, labels, 2, 1e30));
        AssertFails(NativeStatus.InvalidArgument, "cannot be saved", Save(Zero(folder["weights"])));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void FilesThatAreNoneAreToldApart()
    {
        using var folder = new TemporaryFolder();
        AssertFails(NativeStatus.Io, "missing.safetensors", Load(Zero(folder["missing.safetensors"])));
        AssertFails(NativeStatus.Io, "no-such-folder", Save(Zero(Path.Combine(folder.Path, "no-such-folder", "a"))));
        AssertFails(NativeStatus.BadFile, "short", Load(Zero(folder.Write("short", [1, 2, 3]))));
        byte few = 1;
        AssertFails(NativeStatus.BadFile, "at least 8 bytes", _native.Load(_handle, &few, 1));
        AssertFails(NativeStatus.BadFile, "at least 8 bytes", _native.Load(_handle, null, 0));
        AssertFails(NativeStatus.InvalidArgument, "data is NULL", _native.Load(_handle, null, 1));
        AssertFails(NativeStatus.InvalidArgument, "path is empty", Load([0]));
        AssertFails(NativeStatus.InvalidArgument, "UTF-8", Load([(byte)'a', 0xff, 0]));
        AssertFails(NativeStatus.InvalidArgument, "path is NULL", _native.Load(_handle, null));
        AssertFails(NativeStatus.InvalidArgument, "path is NULL", _native.Save(_handle, null));
    }

    [Fact]
    public void ANetworkAtWorkIsBusy()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var instance = NativeHandles.Find(_handle)!;
        var worker = new Thread(() =>
        {
            using var use = instance.Enter();
            entered.Set();
            leave.Wait();
        });
        worker.Start();
        entered.Wait();
        AssertFails(NativeStatus.Busy, "at work", _native.SetThreads(_handle, 1));
        AssertFails(NativeStatus.Busy, "at work", _native.Destroy(_handle));
        leave.Set();
        worker.Join();
        AssertDone(_native.SetThreads(_handle, 1));
    }

    [Fact]
    public void ACallThatComesTooLateForADestroyedNetworkIsRefused()
    {
        nint handle;
        AssertDone(_native.Create(0, &handle));
        // Found by one thread before another destroys it.
        var instance = NativeHandles.Find(handle)!;
        AssertDone(_native.Destroy(handle));
        var refused = Assert.Throws<NativeCallException>(() => instance.Enter());
        Assert.Equal(NativeStatus.InvalidHandle, refused.Status);
    }

    [Fact]
    public void EachThreadHasItsOwnLastError()
    {
        Assert.Equal("", LastError());
        AssertFails(NativeStatus.InvalidArgument, "threads is 0", _native.SetThreads(_handle, 0));
        var other = "not set";
        var thread = new Thread(() => other = LastError());
        thread.Start();
        thread.Join();
        Assert.Equal("", other);
        Assert.NotEqual("", LastError());
        AssertDone(_native.SetThreads(_handle, 1));
    }

    [Fact]
    public void ExceptionsBecomeStatuses()
    {
        (Exception Exception, NativeStatus Status)[] cases =
        [
            (new OutOfMemoryException("x"), NativeStatus.OutOfMemory),
            (new InvalidDataException("x"), NativeStatus.BadFile),
            (new FileNotFoundException("x"), NativeStatus.Io),
            (new UnauthorizedAccessException("x"), NativeStatus.Io),
            (new ArgumentOutOfRangeException("images", 3, "x"), NativeStatus.InvalidArgument),
            (new PlatformNotSupportedException("x"), NativeStatus.Unsupported),
            (new InvalidOperationException("x"), NativeStatus.Unsupported),
            (new TypeInitializationException("T", new InvalidDataException("x")), NativeStatus.BadFile),
            (new NullReferenceException("x"), NativeStatus.Internal),
        ];
        foreach (var (exception, status) in cases)
        {
            nint handle = 1;
            Assert.Equal(status, new NativeNetwork(_ => throw exception).Create(0, &handle));
            Assert.Equal(0, handle);
            Assert.Contains("x", LastError());
            // C has no such thing as .NET's parameter names.
            Assert.DoesNotContain("Parameter", LastError());
        }

        Assert.Equal("NullReferenceException: x", LastError());
    }

    [Fact]
    public void TheInstructionSetHasItsName()
    {
        var name = Marshal.PtrToStringUTF8((nint)_native.InstructionSetName(_handle));
        Assert.Equal(InstructionSets.Best.ToName(), name);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            var native = new NativeNetwork(
                seed => (CompiledNetwork)Subject.Construct(ZooNetworks.Subject("NormalizedPerceptron").Network, seed, instructionSet));
            nint handle;
            AssertDone(native.Create(0, &handle));
            Assert.Equal(instructionSet.ToName(), Marshal.PtrToStringUTF8((nint)native.InstructionSetName(handle)));
            AssertDone(native.Destroy(handle));
        }
    }

    private static CompiledNetwork Create(int seed) =>
        (CompiledNetwork)Subject.Construct(ZooNetworks.Subject("NormalizedPerceptron").Network, seed, instructionSet: null);

    private static byte[] Zero(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    private static string LastError() => Marshal.PtrToStringUTF8((nint)NativeNetwork.LastError)!;

    private static void AssertDone(NativeStatus status) => Assert.Equal((NativeStatus.Ok, ""), (status, LastError()));

    private static void AssertFails(NativeStatus expected, string said, NativeStatus status)
    {
        Assert.Equal(expected, status);
        Assert.Contains(said, LastError());
    }

    private NativeStatus Load(byte[] path)
    {
        fixed (byte* text = path)
            return _native.Load(_handle, text);
    }

    private NativeStatus Save(byte[] path)
    {
        fixed (byte* text = path)
            return _native.Save(_handle, text);
    }

    private NativeStatus Train(float* images, nuint values, int* labels, nuint count, double learningRate = 0.001) =>
        _native.TrainStep(_handle, new(images, values), labels, count, learningRate, null, null);

    private float[] Predict(float[] images, nint handle = 0)
    {
        var outputs = new float[images.Length / Inputs * Classes];
        fixed (float* values = images, results = outputs)
            AssertDone(_native.Predict(handle == 0 ? _handle : handle, new(values, (nuint)images.Length), results, (nuint)outputs.Length));
        return outputs;
    }

    private float[] Predict(byte[] images)
    {
        var outputs = new float[images.Length / Inputs * Classes];
        fixed (byte* values = images)
        fixed (float* results = outputs)
            AssertDone(_native.Predict(_handle, new(values, (nuint)images.Length), results, (nuint)outputs.Length));
        return outputs;
    }
}
