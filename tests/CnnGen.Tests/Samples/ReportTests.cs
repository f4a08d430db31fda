using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CnnGen.Images;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Samples;

/// <summary><c>report</c> of a network that has hardly learned anything, trained once for all tests.</summary>
public sealed partial class ReportTests : IClassFixture<ReportTests.Trained>, IDisposable
{
    private readonly Trained _trained;
    private readonly TemporaryFolder _folder = new();

    public ReportTests(Trained trained) => _trained = trained;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void HasAllSectionsInOneFile()
    {
        string path = _folder["new/report.html"];
        var run = Report("--out", path);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"Wrote {path}", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Output);
        Assert.Equal([path], Directory.GetFiles(_folder["new"]));

        string page = File.ReadAllText(path);
        var html = Parse(page);
        string[] sections =
            ["summary", "curves", "confusion", "classes", "mistakes", "network", "filters", "maps", "cam", "fields", "units"];
        Assert.Equal(sections, html.Descendants("section").Select(section => section.Attribute("id")!.Value));
        Assert.Equal(sections.Select(section => $"#{section}"), html.Descendants("a").Select(link => link.Attribute("href")!.Value));
        Assert.All(html.Descendants("section"), section => Assert.Equal(
            section.Element("h2")!.Attribute("id")!.Value, section.Attribute("aria-labelledby")!.Value));
        Assert.Equal("Fashion-MNIST: FashionCnn", Assert.Single(html.Descendants("h1")).Value);
        Assert.Contains(_trained.Hash, page, StringComparison.Ordinal);
        Assert.All(CnnGen.Data.FashionMnist.ClassNames, name => Assert.Contains(name, page, StringComparison.Ordinal));
        Assert.Contains("2 threads", page, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], Rows(html, "curves").Select(row => row[0]));
        Assert.Equal(12, Rows(html, "classes").Count);
        Assert.Equal("12", Rows(html, "classes")[^1][^1]);
        Assert.Equal("7 x 7", Rows(html, "fields").Single(row => row[0] == "Conv2D conv2d")[2]);
        Assert.Equal(15, Rows(html, "units").Count);
    }

    [Fact]
    public void AsksForNothingElse()
    {
        string path = _folder["report.html"];
        Assert.Equal(0, Report("--out", path).ExitCode);
        string page = File.ReadAllText(path);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
        var images = Parse(page).Descendants("img").ToList();
        Assert.InRange(images.Count, 20, 100);
        foreach (var image in images)
        {
            Assert.NotNull(image.Attribute("alt"));
            string source = image.Attribute("src")!.Value;
            byte[] data = Convert.FromBase64String(source[(source.IndexOf(',', StringComparison.Ordinal) + 1)..]);
            if (source.StartsWith("data:image/png;base64,", StringComparison.Ordinal))
            {
                Assert.Equal(ImageFile.Decode(data).Height, ImageFile.Decode(data).Width);
                continue;
            }

            Assert.StartsWith("data:image/svg+xml;base64,", source, StringComparison.Ordinal);
            string svg = Encoding.UTF8.GetString(data);
            Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName);
            Assert.DoesNotContain("://", Namespaces().Replace(svg, ""), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WithoutAHistoryItSaysSo()
    {
        File.Copy(_trained.Model, _folder["alone.safetensors"]);
        string path = _folder["report.html"];
        var run = SampleRun.Start(
            ["report", "--data", _trained.Folder, "--model", _folder["alone.safetensors"], "--out", path, "--json",
                "--metrics", "precision"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("There is no history.csv beside the network", File.ReadAllText(path), StringComparison.Ordinal);
        var line = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(
            ["report", "bytes", "test_loss", "test_precision", "weights_sha256"], line.EnumerateObject().Select(property => property.Name));
        Assert.Equal(new FileInfo(path).Length, line.GetProperty("bytes").GetInt64());
        Assert.Equal(_trained.Hash, line.GetProperty("weights_sha256").GetString());
    }

    [Fact]
    public void ADamagedHistoryLeavesTheReportAsItWas()
    {
        File.Copy(_trained.Model, _folder["model.safetensors"]);
        File.WriteAllText(_folder["history.csv"], "no history\n");
        File.WriteAllText(_folder["report.html"], "before");
        var run = SampleRun.Start(
            ["report", "--data", _trained.Folder, "--model", _folder["model.safetensors"], "--out", _folder["report.html"]]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"Error: {_folder["history.csv"]}: expected the epochs", run.Error, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(_folder["report.html"]));
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void WhatCannotBeReadOrWrittenIsRefused()
    {
        var missing = SampleRun.Start(
            ["report", "--data", _trained.Folder, "--model", _folder["none.safetensors"], "--out", _folder["a.html"]]);
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("There is no trained network in", missing.Error, StringComparison.Ordinal);

        Directory.CreateDirectory(_folder["folder"]);
        var folder = Report("--out", _folder["folder"]);
        Assert.Equal(2, folder.ExitCode);
        Assert.Contains("it is a folder", folder.Error, StringComparison.Ordinal);

        byte[] before = File.ReadAllBytes(_trained.Model);
        Assert.All([_trained.Model, Path.Combine(_trained.Folder, "history.csv"), ""], path =>
        {
            var run = Report("--out", path);
            Assert.Equal(1, run.ExitCode);
            Assert.StartsWith("Error: --out", run.Error, StringComparison.Ordinal);
        });
        Assert.Equal(before, File.ReadAllBytes(_trained.Model));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void ANetworkWithoutClassesIsRefused()
    {
        var run = SampleRun.StartSample("Denoiser", ["report", "--data", _trained.Folder, "--out", _folder["report.html"]]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Error: report is of networks that tell classes apart", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private Command Report(params string[] arguments) => SampleRun.Start(
        ["report", "--data", _trained.Folder, "--model", _trained.Model, "--threads", "2", .. arguments]);

    /// <summary>The page as XML, which it is but for elements that have no end.</summary>
    private static XElement Parse(string page) => XElement.Parse(
        EmptyElements().Replace(page[page.IndexOf("<html", StringComparison.Ordinal)..], "$0</$1>"));

    private static List<string[]> Rows(XElement html, string section) =>
    [
        .. html.Descendants("section").Single(each => each.Attribute("id")!.Value == section).Descendants("tbody").Elements("tr")
            .Select(row => row.Elements().Select(cell => cell.Value).ToArray()),
    ];

    [GeneratedRegex("<(img|meta|br)\\b[^>]*>")]
    private static partial Regex EmptyElements();

    [GeneratedRegex("xmlns(:\\w+)?=\"[^\"]*\"")]
    private static partial Regex Namespaces();

    /// <summary>A network of two epochs.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Trained()
        {
            FashionFiles.Write(_folder.Path, "train", 60, seed: 1);
            FashionFiles.Write(_folder.Path, "t10k", 12, seed: 2);
            var run = SampleRun.Start(
                ["train", "--data", Folder, "--out", Model, "--batch", "20", "--epochs", "2", "--threads", "2", "--json"]);
            Assert.True(run.ExitCode == 0, run.Error);
            Hash = JsonDocument.Parse(run.Output.Trim().Split('\n')[^1]).RootElement.GetProperty("weights_sha256").GetString()!;
        }

        public string Folder => _folder.Path;

        public string Model => _folder["model.safetensors"];

        public string Hash { get; }

        public void Dispose() => _folder.Dispose();
    }
}
