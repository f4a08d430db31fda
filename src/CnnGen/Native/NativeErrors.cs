using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace CnnGen.Runtime;

/// <summary>Turns exceptions into what crosses the border to C: a status, and a message that the thread can ask for.</summary>
internal static unsafe class NativeErrors
{
    private static readonly byte[] NoMessage = Encode("");
    private static readonly byte[] NoMemoryForMessage = Encode("There is not enough memory.");

    // Pinned, so that C can hold on to it; it goes with its thread.
    [ThreadStatic]
    private static byte[]? _message;

    /// <summary>
    /// The message of this thread's last call in UTF-8, ending in a zero; empty where that call succeeded. Valid until the thread's next
    /// call.
    /// </summary>
    public static byte* Last => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_message ?? NoMessage));

    /// <summary>Ends a call that succeeded.</summary>
    public static NativeStatus Succeed()
    {
        _message = null;
        return NativeStatus.Ok;
    }

    /// <summary>Ends a call that failed. Never throws.</summary>
    /// <param name="exception">What went wrong.</param>
    public static NativeStatus Fail(Exception exception)
    {
        // What went wrong in a static constructor is the cause, not that there was one.
        while (exception is TypeInitializationException { InnerException: { } cause })
            exception = cause;
        var status = StatusOf(exception);
        try
        {
            _message = Encode(status == NativeStatus.Internal ? $"{exception.GetType().Name}: {exception.Message}" : Said(exception));
        }
        catch (OutOfMemoryException)
        {
            _message = NoMemoryForMessage;
        }

        return status;
    }

    internal static NativeStatus StatusOf(Exception exception) => exception switch
    {
        NativeCallException refused => refused.Status,
        OutOfMemoryException => NativeStatus.OutOfMemory,
        InvalidDataException => NativeStatus.BadFile,
        IOException or UnauthorizedAccessException => NativeStatus.Io,
        // Arithmetic: weights that are no numbers are not saved.
        ArgumentException or ArithmeticException => NativeStatus.InvalidArgument,
        InvalidOperationException or NotSupportedException => NativeStatus.Unsupported,
        _ => NativeStatus.Internal,
    };

    /// <summary>What an exception says, without the parameter's name that .NET adds: it is that of C#.</summary>
    private static string Said(Exception exception) => exception is ArgumentException { ParamName: { } name }
        ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : exception.Message;

    private static byte[] Encode(string text)
    {
        var bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(text) + 1, pinned: true);
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}

/// <summary>A call from C that is refused before the network sees it.</summary>
internal sealed class NativeCallException(NativeStatus status, string message) : Exception(message)
{
    /// <summary>What the call returns.</summary>
    public NativeStatus Status { get; } = status;
}
