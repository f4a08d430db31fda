namespace CnnGen.Runtime;

/// <summary>What a function that C calls returns. The generated headers repeat the names and values.</summary>
public enum NativeStatus
{
    /// <summary>It did what it says.</summary>
    Ok = 0,

    /// <summary>An argument does not fit the network, or a pointer is null or not aligned.</summary>
    InvalidArgument = 1,

    /// <summary>The handle is null, was destroyed, was never created, or is that of another network.</summary>
    InvalidHandle = 2,

    /// <summary>Another thread is using the network.</summary>
    Busy = 3,

    /// <summary>The machine or the environment does not allow it.</summary>
    Unsupported = 4,

    /// <summary>A file is missing, or could not be read or written.</summary>
    Io = 5,

    /// <summary>A file is damaged, or does not hold the weights of this network.</summary>
    BadFile = 6,

    /// <summary>There is not enough memory.</summary>
    OutOfMemory = 7,

    /// <summary>A fault of the library itself.</summary>
    Internal = 8,
}
