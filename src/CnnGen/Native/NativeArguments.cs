using System.Runtime.InteropServices;
using System.Text;

namespace CnnGen.Runtime;

/// <summary>Looks at pointers and counts from C as far as they can be looked at, and makes managed values of them.</summary>
internal static unsafe class NativeArguments
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Values at a pointer; none need no pointer.</summary>
    /// <param name="pointer">The first value.</param>
    /// <param name="count">How many.</param>
    /// <param name="name">The argument, for messages.</param>
    /// <exception cref="ArgumentException">The pointer is null or not aligned, or there are more values than a call takes.</exception>
    public static Span<T> Values<T>(T* pointer, nuint count, string name)
        where T : unmanaged
    {
        if (count == 0)
            return [];
        CheckPointer(pointer, name);
        if (count > int.MaxValue)
            throw new ArgumentException($"{name}: {count} values were announced, but one call takes at most {int.MaxValue}.");
        return new Span<T>(pointer, (int)count);
    }

    /// <summary>A text that ends in a zero.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="name">The argument, for messages.</param>
    /// <exception cref="ArgumentException">The pointer is null, or what it points to is empty or no UTF-8.</exception>
    public static string Text(byte* text, string name)
    {
        CheckPointer(text, name);
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
        if (bytes.IsEmpty)
            throw new ArgumentException($"{name} is empty.");
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new ArgumentException($"{name} is no UTF-8: {e.Message}", e);
        }
    }

    /// <summary>A pointer that something is read from or written to.</summary>
    /// <param name="pointer">The pointer.</param>
    /// <param name="name">The argument, for messages.</param>
    /// <exception cref="ArgumentException">The pointer is null or not aligned.</exception>
    public static void CheckPointer<T>(T* pointer, string name)
        where T : unmanaged
    {
        if (pointer == null)
            throw new ArgumentException($"{name} is NULL.");
        // Some C compilers for 32 bits align a double as an int.
        var alignment = Math.Min(sizeof(T), sizeof(nint));
        if ((nuint)pointer % (nuint)alignment != 0)
            throw new ArgumentException($"{name} is not aligned: its address is no multiple of {alignment}.");
    }

    /// <summary>The same for a result that the caller may leave out by passing null.</summary>
    /// <param name="pointer">The pointer.</param>
    /// <param name="name">The argument, for messages.</param>
    /// <exception cref="ArgumentException">The pointer is not aligned.</exception>
    public static void CheckOptional<T>(T* pointer, string name)
        where T : unmanaged
    {
        if (pointer != null)
            CheckPointer(pointer, name);
    }
}
