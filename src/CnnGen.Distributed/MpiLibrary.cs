using System.Runtime.InteropServices;

namespace CnnGen.Distributed;

/// <summary>
/// The few functions of MPI that a cluster needs, of the library that the machine has: Open MPI 4 and 5, or MPICH and those with its ABI
/// (Intel MPI, MVAPICH). Handles are addresses in the first and numbers in the others, which an address-sized integer holds both.
/// </summary>
/// <remarks>An error of MPI ends the job, as MPI does where nobody says otherwise, with its own message.</remarks>
internal sealed unsafe class MpiLibrary
{
    private const int Serialized = 2;

    // Of mpi.h of MPICH and all with its ABI.
    private const nint MpichWorld = 0x44000000;
    private const nint MpichByte = 0x4c00010d;
    private const nint MpichInPlace = -1;
    private const nint OpenMpiInPlace = 1;

    private static readonly string[] OpenMpiNames = ["libmpi.so.40", "libmpi.40.dylib"];
    private static readonly string[] MpichNames = ["libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib"];

    private readonly nint _world;
    private readonly nint _byte;
    private readonly nint _inPlace;
    private readonly delegate* unmanaged<nint, int, int> _abort;
    private readonly delegate* unmanaged<int> _finalize;
    private readonly delegate* unmanaged<nint, int, nint, void*, int*, int*, nint, nint, int> _allGather;
    private readonly delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, int> _allToAll;

    private MpiLibrary(nint library)
    {
        if (NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out var world))
            (_world, _byte, _inPlace) = (world, NativeLibrary.GetExport(library, "ompi_mpi_byte"), OpenMpiInPlace);
        else
            (_world, _byte, _inPlace) = (MpichWorld, MpichByte, MpichInPlace);
        _abort = (delegate* unmanaged<nint, int, int>)NativeLibrary.GetExport(library, "MPI_Abort");
        _finalize = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "MPI_Finalize");
        _allGather = (delegate* unmanaged<nint, int, nint, void*, int*, int*, nint, nint, int>)
            NativeLibrary.GetExport(library, "MPI_Allgatherv");
        _allToAll = (delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, int>)
            NativeLibrary.GetExport(library, "MPI_Alltoallv");
        var init = (delegate* unmanaged<int*, byte***, int, int*, int>)NativeLibrary.GetExport(library, "MPI_Init_thread");
        var rankOf = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(library, "MPI_Comm_rank");
        var sizeOf = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(library, "MPI_Comm_size");
        int provided, rank, size;
        Check(init(null, null, Serialized, &provided));
        Check(rankOf(_world, &rank));
        Check(sizeOf(_world, &size));
        (Rank, Size) = (rank, size);
    }

    /// <summary>The number of this process.</summary>
    public int Rank { get; }

    /// <summary>How many there are.</summary>
    public int Size { get; }

    /// <summary>Loads and initializes the library that started this process; null where none did, and it is alone.</summary>
    /// <exception cref="DllNotFoundException">A process of a job, but there is no library that it could join by.</exception>
    public static MpiLibrary? Join()
    {
        // What mpirun, mpiexec and srun tell the processes that they start.
        var isOfOpenMpi = IsSet("OMPI_COMM_WORLD_SIZE");
        if (!isOfOpenMpi && !IsSet("PMIX_RANK") && !IsSet("PMI_RANK") && !IsSet("PMI_FD"))
            return null;
        string[] names = isOfOpenMpi || IsSet("PMIX_RANK") ? [.. OpenMpiNames, .. MpichNames] : [.. MpichNames, .. OpenMpiNames];
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
                return new MpiLibrary(library);
        }

        throw new DllNotFoundException(
            $"This process was started as one of a job of MPI, but none of its libraries is here ({string.Join(", ", names)}). Install the"
            + " one that belongs to the mpirun or srun that started it, such as Debian's openmpi-bin.");
    }

    /// <summary>Fills in the parts of other processes.</summary>
    /// <param name="all">All parts.</param>
    /// <param name="lengths">Bytes of each.</param>
    public void AllGather(Span<byte> all, ReadOnlySpan<int> lengths)
    {
        var places = stackalloc int[Size];
        Place(lengths, places, all.Length);
        fixed (byte* bytes = all)
        fixed (int* counts = lengths)
            Check(_allGather(_inPlace, 0, _byte, bytes, counts, places, _byte, _world));
    }

    /// <summary>Gives a part to each process, and receives one of each.</summary>
    /// <param name="given">The parts for all processes.</param>
    /// <param name="givenLengths">Bytes of each.</param>
    /// <param name="received">Room for those of all processes.</param>
    /// <param name="receivedLengths">Bytes of each.</param>
    public void AllToAll(ReadOnlySpan<byte> given, ReadOnlySpan<int> givenLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths)
    {
        int* givenPlaces = stackalloc int[Size], receivedPlaces = stackalloc int[Size];
        Place(givenLengths, givenPlaces, given.Length);
        Place(receivedLengths, receivedPlaces, received.Length);
        fixed (byte* from = given, to = received)
        fixed (int* fromCounts = givenLengths, toCounts = receivedLengths)
            Check(_allToAll(from, fromCounts, givenPlaces, _byte, to, toCounts, receivedPlaces, _byte, _world));
    }

    /// <summary>Ends all processes of the job.</summary>
    public void Abort() => Check(_abort(_world, 1));

    /// <summary>Leaves; waits for the others to leave.</summary>
    public void Leave() => Check(_finalize());

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    private void Place(ReadOnlySpan<int> lengths, int* places, int room)
    {
        if (lengths.Length != Size)
            throw new ArgumentException($"{lengths.Length} lengths came for {Size} processes.");
        var next = 0;
        for (var rank = 0; rank < lengths.Length; rank++)
        {
            places[rank] = next;
            next = checked(next + lengths[rank]);
        }

        if (next > room)
            throw new ArgumentException($"The parts of all processes are {next} bytes, but there is room for {room}.");
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new InvalidOperationException($"MPI refused a call with error {error}.");
    }
}
