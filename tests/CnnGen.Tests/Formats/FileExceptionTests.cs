using CnnGen.Data;
using CnnGen.Formats;
using CnnGen.Images;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Formats;

/// <summary>
/// The one rule of all readers: what cannot be opened or read is an <see cref="IOException"/>, or an
/// <see cref="UnauthorizedAccessException"/> where it is not allowed; what is wrong inside is an <see cref="InvalidDataException"/>. Each
/// names the file.
/// </summary>
public sealed class FileExceptionTests : IDisposable
{
    private static readonly Dictionary<string, Action<string>> Readers = new()
    {
        ["safetensors"] = path => SafetensorsFile.Read(path),
        ["IDX images"] = path => IdxFile.ReadImages(path),
        ["IDX labels"] = path => IdxFile.ReadLabels(path),
        ["IDX set"] = path => IdxFile.ReadDataset(path, path),
        ["picture"] = path => ImageFile.Read(path),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Readers.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_not_there_is_named(string reader)
    {
        AssertNames<FileNotFoundException>(reader, _folder["none"]);
        AssertNames<DirectoryNotFoundException>(reader, Path.Combine(_folder["none"], "file"));
        Assert.Throws<ArgumentException>(() => Readers[reader](""));
        Assert.Throws<ArgumentException>(() => Readers[reader]("a\0b"));
        Assert.Throws<ArgumentNullException>(() => Readers[reader](null!));
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void What_is_no_regular_file_is_named_and_not_waited_for(string reader)
    {
        Unix.Require(needsLinux: true);
        foreach (
            var (name, kind) in new[] { ("pipe", "a named pipe (FIFO)"), ("folder", "a folder"), ("socket", "a socket"),
                ("/dev/null", "a device"), ("/dev/zero", "a device") })
        {
            using var thing = Unix.Make(_folder, name);
            Assert.Contains(kind, AssertNames<IOException>(reader, thing.Path).Message, StringComparison.Ordinal);
            var link = _folder[$"link to {Path.GetFileName(name)}"];
            File.CreateSymbolicLink(link, thing.Path);
            Assert.Contains(kind, AssertNames<IOException>(reader, link).Message, StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void What_may_not_be_read_is_named(string reader)
    {
        Unix.Require(needsLinux: true);
        var path = _folder.Write("secret", [1, 2, 3]);
        Unix.Run("chmod", "000", path);
        Unix.AsOtherUser(_folder, () => AssertNames<UnauthorizedAccessException>(reader, path));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_wrong_inside_is_named(string reader)
    {
        AssertNames<InvalidDataException>(reader, _folder.Write("empty", []));
        AssertNames<InvalidDataException>(reader, _folder.Write("text", "no such file"u8));
        AssertNames<InvalidDataException>(reader, _folder.Write("gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0]));
    }

    private static TException AssertNames<TException>(string reader, string path)
        where TException : Exception
    {
        var error = Assert.Throws<TException>(() => Readers[reader](path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        return error;
    }
}
