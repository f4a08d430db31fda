using System.Runtime.Versioning;
using CnnGen.Formats;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Formats;

public sealed class AtomicFileTests : IDisposable
{
    private static readonly byte[] Old = [1, 2, 3];
    private static readonly byte[] New = [4, 5, 6, 7];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_made_and_replaced_and_nothing_else_is_left()
    {
        Save(_folder["file"], Old);
        AssertHolds(Old, "file");
        Save(_folder["file"], New);
        AssertHolds(New, "file");
    }

    [Theory]
    [InlineData(250, 'n')]
    [InlineData(255, 'n')]
    [InlineData(85, '重')]
    public void A_name_may_be_as_long_as_the_system_allows(int length, char letter)
    {
        var name = new string(letter, length);
        Save(_folder[name], New);
        Save(_folder[name], New);
        AssertHolds(New, name);
    }

    [SkippableTheory]
    [InlineData(256, 'n')]
    [InlineData(86, '重')]
    public void A_name_that_the_system_does_not_take_is_refused_before_anything_is_written(int length, char letter)
    {
        Unix.Require();
        AssertRefused<PathTooLongException>(_folder[new string(letter, length)], "too long");
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [SkippableFact]
    public void Links_are_followed_and_stay()
    {
        Unix.Require();
        _folder.Write("file", Old);
        File.CreateSymbolicLink(_folder["one"], "file");
        File.CreateSymbolicLink(_folder["two"], _folder["one"]);
        Save(_folder["two"], New);
        Assert.Equal("file", new FileInfo(_folder["one"]).LinkTarget);
        Assert.Equal(_folder["one"], new FileInfo(_folder["two"]).LinkTarget);
        AssertHolds(New, "file", "one", "two");
    }

    [SkippableFact]
    public void A_link_that_leads_to_nothing_yet_makes_the_file()
    {
        Unix.Require();
        File.CreateSymbolicLink(_folder["link"], "file");
        Save(_folder["link"], New);
        Assert.Equal("file", new FileInfo(_folder["link"]).LinkTarget);
        AssertHolds(New, "file", "link");
    }

    [SkippableFact]
    public void A_link_goes_up_from_where_its_folder_really_is()
    {
        Unix.Require();
        // links/file leads to real/deep/../file, whatever the way was by which one came there.
        Directory.CreateDirectory(_folder["real/deep"]);
        Directory.CreateDirectory(_folder["links"]);
        Directory.CreateSymbolicLink(_folder["links/folder"], _folder["real/deep"]);
        File.CreateSymbolicLink(_folder["real/deep/link"], "../file");
        Save(_folder["links/folder/link"], New);
        Assert.Equal(New, File.ReadAllBytes(_folder["real/file"]));
        Assert.Equal(["folder"], Directory.GetFileSystemEntries(_folder["links"]).Select(Path.GetFileName));
        Assert.Equal("../file", new FileInfo(_folder["real/deep/link"]).LinkTarget);
    }

    [SkippableFact]
    public void A_circle_of_links_is_refused()
    {
        Unix.Require();
        File.CreateSymbolicLink(_folder["one"], "two");
        File.CreateSymbolicLink(_folder["two"], "one");
        AssertRefused<IOException>(_folder["one"], "circle");
        Assert.Equal("two", new FileInfo(_folder["one"]).LinkTarget);
    }

    [SkippableTheory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.UserWrite | UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)]
    [UnsupportedOSPlatform("windows")]
    public void The_mode_of_a_file_is_kept(UnixFileMode mode)
    {
        Unix.Require();
        var path = _folder.Write("file", Old);
        File.SetUnixFileMode(path, mode);
        Save(path, New);
        Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void Nobody_can_read_the_new_content_of_a_private_file_while_it_is_written()
    {
        Unix.Require();
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = _folder.Write("file", Old);
        File.SetUnixFileMode(path, mode);
        var modes = new List<UnixFileMode>();
        AtomicFile.Write(path, _ => modes.AddRange(Directory.GetFiles(_folder.Path).Select(File.GetUnixFileMode)));
        Assert.Equal([mode, mode], modes);
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void The_mode_of_a_new_file_is_that_of_any_other()
    {
        Unix.Require();
        Save(_folder["file"], New);
        Assert.Equal(File.GetUnixFileMode(_folder.Write("other", New)), File.GetUnixFileMode(_folder["file"]));
    }

    [Fact]
    public void A_write_protected_file_is_refused()
    {
        var path = _folder.Write("file", Old);
        File.SetAttributes(path, FileAttributes.ReadOnly);
        AssertRefused<UnauthorizedAccessException>(path, "write-protected");
        File.SetAttributes(path, FileAttributes.Normal);
        AssertHolds(Old, "file");
    }

    [SkippableFact]
    public void The_file_of_another_user_is_refused()
    {
        Unix.Require();
        Skip.IfNot(Environment.IsPrivilegedProcess, "only the superuser can give a file away; the group's test covers the rest");
        var path = _folder.Write("file", Old);
        Unix.Run("chown", "12345", path);
        AssertRefused<UnauthorizedAccessException>(path, "belongs to user 12345");
        AssertHolds(Old, "file");
    }

    [SkippableFact]
    public void The_group_of_a_file_is_kept()
    {
        Unix.Require();
        var path = _folder.Write("file", Old);
        // The superuser may give it to any group, others to one of their own.
        var group = Environment.IsPrivilegedProcess ? "12345" : Unix.Run("id", "-G").Split(' ')[^1];
        Unix.Run("chgrp", group, path);
        Unix.Run("chmod", "664", path);
        Save(path, New);
        Assert.Equal($"{group} 664", Unix.Run("stat", "-c", "%g %a", path));
        AssertHolds(New, "file");
    }

    [SkippableTheory]
    [InlineData("pipe", "a named pipe (FIFO)")]
    [InlineData("folder", "a folder")]
    [InlineData("socket", "a socket")]
    [InlineData("/dev/null", "a device")]
    [InlineData("/dev/full", "a device")]
    public void What_is_no_regular_file_is_refused_and_stays(string name, string kind)
    {
        Unix.Require(needsLinux: true);
        using var thing = Unix.Make(_folder, name);
        AssertRefused<IOException>(thing.Path, kind);
        // By a link, too.
        File.CreateSymbolicLink(_folder["link"], thing.Path);
        AssertRefused<IOException>(_folder["link"], kind);
        Assert.Equal(thing.Path, new FileInfo(_folder["link"]).LinkTarget);
        Assert.StartsWith(kind[2..5], Unix.Run("stat", "-c", "%F", thing.Path).Replace("fifo", "named", StringComparison.Ordinal)
            .Replace("directory", "folder", StringComparison.Ordinal)
            .Replace("character special file", "device", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        var path = Path.Combine(_folder["none"], "file");
        Assert.StartsWith(path, Assert.Throws<DirectoryNotFoundException>(() => Save(path, New)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Save("", New));
        Assert.Throws<ArgumentException>(() => Save("a\0b", New));
    }

    [SkippableFact]
    public void A_folder_that_may_not_be_written_to_is_named()
    {
        Unix.Require(needsLinux: true);
        var folder = _folder.NewFolder();
        Unix.Run("chmod", "555", folder);
        Unix.AsOtherUser(
            _folder, () => AssertRefused<UnauthorizedAccessException>(Path.Combine(folder, "file"), $"{folder} does not allow it"));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void Strays_of_the_dead_are_removed_and_nothing_else()
    {
        _folder.Write(".cnngen-abcdefgh.ijk.tmp", [1]);
        _folder.Write(".cnngen-.tmp", []);
        _folder.Write(".cnngen-x", [1]);
        _folder.Write("x.tmp", [1]);
        Directory.CreateDirectory(_folder[".cnngen-folder.tmp"]);
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(_folder[".cnngen-link.tmp"], _folder["x.tmp"]);
        Save(_folder["file"], New);
        string[] expected =
            [.. OperatingSystem.IsWindows() ? [] : new[] { ".cnngen-link.tmp" }, ".cnngen-folder.tmp", ".cnngen-x", "file", "x.tmp"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(_folder.Path)
            .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Writers_of_one_file_do_not_disturb_each_other()
    {
        // Each sees the temporary file of the other while it clears away.
        AtomicFile.Write(_folder["file"], outer =>
        {
            outer.Write(Old);
            Save(_folder["file"], New);
            Save(_folder["other"], New);
            Assert.Equal(New, File.ReadAllBytes(_folder["file"]));
        });
        File.Delete(_folder["other"]);
        AssertHolds(Old, "file");
    }

    [Fact]
    public void Many_writers_and_readers_at_once_see_whole_files_alone()
    {
        var path = _folder["file"];
        WriteAll(1);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (var i = 0; i < 50; i++)
            {
                if (thread < 4)
                    WriteAll(thread);
                else
                    AssertWhole(SafetensorsFile.Read(path)["same"].Floats);
            }
        });
        Assert.Equal([path], Directory.GetFiles(_folder.Path));

        void AssertWhole(ReadOnlySpan<float> values) => Assert.Equal(-1, values.IndexOfAnyExcept(values[0]));
        void WriteAll(float value) => SafetensorsFile.Write(path, [new SafetensorsSource("same", [10_000], values => values.Fill(value))]);
    }

    [Fact]
    public void What_fails_leaves_the_file_as_it_was()
    {
        var path = _folder.Write("file", Old);
        Assert.Throws<FormatException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(New);
            throw new FormatException();
        }));
        AssertHolds(Old, "file");
    }

    [Fact]
    public void A_check_changes_nothing_and_makes_nothing()
    {
        AtomicFile.Check(_folder["file"]);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        var path = _folder.Write("file", Old);
        var written = File.GetLastWriteTimeUtc(path);
        AtomicFile.Check(path);
        AssertHolds(Old, "file");
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
    }

    private static void Save(string path, byte[] content) => AtomicFile.Write(path, stream => stream.Write(content));

    private static void AssertRefused<TException>(string path, string reason)
        where TException : Exception
    {
        var error = Assert.Throws<TException>(() => Save(path, New));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.Throws<TException>(() => AtomicFile.Check(path)).Message);
    }

    private void AssertHolds(byte[] content, string name, params string[] others)
    {
        Assert.Equal(content, File.ReadAllBytes(_folder[name]));
        Assert.Equal(others.Prepend(name).Order(StringComparer.Ordinal), Directory.GetFiles(_folder.Path)
            .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }
}
