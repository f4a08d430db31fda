using System.Runtime.InteropServices;
using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>What may happen between a Forward and its Backward, and what makes that impossible.</summary>
public sealed unsafe partial class ForwardThenBackwardTests : IDisposable
{
    private readonly Subject _subject = ZooNetworks.Subject("NormalizedPerceptron");
    private readonly TemporaryFolder _folder = new();
    private readonly INetwork _network;

    public ForwardThenBackwardTests()
    {
        _network = _subject.Create(InstructionSets.Best);
        _network.Save(_folder["weights"]);
    }

    public static TheoryData<string> Names => ZooNetworks.Names;

    public static TheoryData<string> Changes => ["copy", "load", "load a stream", "load from memory", "adapt"];

    public static TheoryData<string> Uses =>
        ["copy out", "save", "predict", "reset the optimizer", "load what is refused", "adapt to what is refused",
            "copy in too much", "threads"];

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void BackwardRefusesOtherWeights(string what)
    {
        Forward();
        Change(what);
        var error = Assert.Throws<InvalidOperationException>(Backward);
        Assert.Equal(
            "Weights or statistics of NormalizedPerceptron were changed (CopyFrom, Load or Adapt) since the last Forward, whose gradients"
                + " would be those of others: call Forward again.",
            error.Message);

        // Before it nothing is wrong with it: slopes are found by it.
        Forward();
        Backward();
        Change(what);
        Forward();
        Backward();
        Change(what);
        Assert.Contains(
            "none since the last Backward", Assert.Throws<InvalidOperationException>(Backward).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public void WhatChangesNoWeightsMayComeBetween(string what)
    {
        Forward();
        Use(what);
        Backward();
        for (var i = 0; i < _subject.Gradients.Count; i++)
        {
            if (_network.Parameters[i].Trainable)
                ReferenceAssert.Agrees(_subject.Gradients[i], Bits.Gradient(_network.Parameters[i]), what);
        }
    }

    [Fact]
    public void GradientsStayWhenWeightsAreCopiedIn()
    {
        Forward();
        Backward();
        var kernel = _network.Parameters.First(parameter => parameter.Trainable);
        var gradient = Bits.Gradient(kernel);
        kernel.CopyFrom(new float[kernel.Count]);
        Bits.AreEqual(gradient, Bits.Gradient(kernel), kernel.Name);
    }

    [Fact]
    public void AWrongNumberOfGradientsIsToldApartFromImages()
    {
        Forward();
        var wanted = Subject.ImageCount * _network.Info.OutputSize;
        var error = Assert.Throws<ArgumentException>("outputGradients", () => _network.Backward(new float[wanted - 1]));
        Assert.StartsWith(
            $"The last Forward of NormalizedPerceptron gave {wanted} outputs ({Subject.ImageCount} images, 10 each), and Backward needs"
                + $" the gradient of every one, but {wanted - 1} came.",
            error.Message,
            StringComparison.Ordinal);

        // Refused before anything is changed.
        Backward();
    }

    /// <summary>The caller's memory is the caller's again when Forward returns.</summary>
    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void ImagesMayBeUnmappedBetween(string name)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "maps memory as Linux does");
        var subject = ZooNetworks.Subject(name);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var plain = subject.Create(instructionSet, threads: 2);
            plain.Forward(subject.Images, new float[subject.Forwarded.Length]);
            plain.Backward(subject.Probes);

            using var network = subject.Create(instructionSet, threads: 2);
            WithMapping(subject.Images, images =>
                WithMapping(new float[subject.Forwarded.Length], outputs => network.Forward(images.ToSpan(), outputs.ToSpan())));
            WithMapping(subject.Probes, probes => network.Backward(probes.ToSpan()));
            foreach (var (want, got) in plain.Parameters.Zip(network.Parameters).Where(pair => pair.First.Trainable))
                Bits.AreEqual(Bits.Gradient(want), Bits.Gradient(got), $"{name}, {instructionSet.ToName()}, {want.Name}");
        }
    }

    private void Forward() => _network.Forward(_subject.Images, new float[_subject.Forwarded.Length]);

    private void Backward() => _network.Backward(_subject.Probes);

    private void Change(string what)
    {
        switch (what)
        {
            case "copy":
                _network.Parameters[^1].CopyFrom(_subject.Weights[^1]);
                break;
            case "load":
                _network.Load(_folder["weights"]);
                break;
            case "load a stream":
                using (var stream = File.OpenRead(_folder["weights"]))
                    _network.Load(stream);
                break;
            case "load from memory":
                _network.Load(File.ReadAllBytes(_folder["weights"]));
                break;
            default:
                _network.Adapt(new ImageDataset(_subject.Images, new int[Subject.ImageCount], 5, 5, 1));
                break;
        }
    }

    private void Use(string what)
    {
        var last = _network.Parameters[^1];
        switch (what)
        {
            case "copy out":
                Bits.Values(last);
                break;
            case "save":
                _network.Save(_folder["other"]);
                break;
            case "predict":
                _network.Predict(_subject.Images, new float[_subject.Predicted.Length]);
                break;
            case "reset the optimizer":
                _network.ResetOptimizer();
                break;
            case "load what is refused":
                Assert.Throws<InvalidDataException>(() => _network.Load([1, 2, 3]));
                break;
            case "adapt to what is refused":
                Assert.Throws<ArgumentException>(() => _network.Adapt(new ImageDataset(Array.Empty<float>(), Array.Empty<int>(), 5, 5, 1)));
                break;
            case "copy in too much":
                Assert.Throws<ArgumentException>(() => last.CopyFrom(new float[last.Count + 1]));
                break;
            default:
                _network.Threads = 3;
                break;
        }
    }

    /// <summary>Copies values to pages of their own, which are gone afterwards: whoever reads them then ends the process.</summary>
    private static void WithMapping(float[] values, Action<Mapping> use)
    {
        const int readAndWrite = 3, privateAndAnonymous = 0x22;
        var bytes = (nuint)Math.Max(values.Length, 1) * sizeof(float);
        var pages = Map(0, bytes, readAndWrite, privateAndAnonymous, -1, 0);
        Assert.NotEqual(-1, pages);
        try
        {
            var mapping = new Mapping(pages, values.Length);
            values.CopyTo(mapping.ToSpan());
            use(mapping);
        }
        finally
        {
            Assert.Equal(0, Unmap(pages, bytes));
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Map(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Unmap(nint address, nuint bytes);

    private readonly record struct Mapping(nint Start, int Count)
    {
        public Span<float> ToSpan() => new((void*)Start, Count);
    }
}
