using System.Net.Sockets;
using System.Runtime.InteropServices;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Formats;

/// <summary>What only Unix has in its file systems.</summary>
internal static class Unix
{
    /// <summary>Skips a test where the system lacks what it is about.</summary>
    /// <param name="needsLinux">Whether it is about what only Linux tells.</param>
    public static void Require(bool needsLinux = false) =>
        Skip.If(needsLinux ? !OperatingSystem.IsLinux() : OperatingSystem.IsWindows(), "the system has no such files");

    /// <summary>Runs a program that must succeed; what it says.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var command = Command.Run(program, "/", arguments);
        Assert.True(command.ExitCode == 0, command.Text);
        return command.Output.Trim();
    }

    /// <summary>Does something as a user who may do no more than others: the superuser may do everything, which tests nothing.</summary>
    /// <param name="folder">Becomes open to others, all but what is in it.</param>
    /// <param name="action">Runs on a thread of its own, since the user is that of a thread.</param>
    public static void AsOtherUser(TemporaryFolder folder, Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            if (Environment.IsPrivilegedProcess)
                _ = SetFileSystemUser(65534);
            failure = Record.Exception(action);
        });
        Run("chmod", "755", folder.Path);
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw new Xunit.Sdk.XunitException(failure.ToString());
    }

    /// <summary>Something that is no regular file.</summary>
    /// <param name="folder">Where to make it.</param>
    /// <param name="name"><c>pipe</c>, <c>folder</c>, <c>socket</c>, or the path of what is there.</param>
    public static Thing Make(TemporaryFolder folder, string name)
    {
        switch (name)
        {
            case "pipe":
                Run("mkfifo", folder[name]);
                return new Thing(folder[name], null);
            case "folder":
                Directory.CreateDirectory(folder[name]);
                return new Thing(folder[name], null);
            case "socket":
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(folder[name]));
                return new Thing(folder[name], socket);
            default:
                return new Thing(name, null);
        }
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileSystemUser(uint user);

    /// <summary>Something in the file system.</summary>
    internal sealed record Thing(string Path, IDisposable? Owner) : IDisposable
    {
        public void Dispose() => Owner?.Dispose();
    }
}
