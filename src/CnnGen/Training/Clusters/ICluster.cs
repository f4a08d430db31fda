namespace CnnGen.Training;

/// <summary>
/// Processes that train one network together, each with all of its weights and its share of every batch: see
/// <see cref="FitOptions.Cluster"/>. <c>CnnGen.Distributed</c> has one that is joined through MPI.
/// </summary>
/// <remarks>
/// All processes make the same calls in the same order, and each call ends only when the others have made it, too. What moves is bytes that
/// are the same on all: no process adds anything on its way, so that nothing depends on who comes first.
/// </remarks>
public interface ICluster
{
    /// <summary>The number of this process, from 0.</summary>
    int Rank { get; }

    /// <summary>How many processes there are, at least 1.</summary>
    int Size { get; }

    /// <summary>Each process fills its part of some bytes; afterwards every process has all parts.</summary>
    /// <param name="all">The parts of all processes, one after the other in their order; that of this process is filled.</param>
    /// <param name="lengths">Bytes of each part.</param>
    void AllGather(Span<byte> all, ReadOnlySpan<int> lengths);

    /// <summary>Each process gives every process a part of its own bytes, and receives one of each.</summary>
    /// <param name="given">The parts for all processes, one after the other in their order.</param>
    /// <param name="givenLengths">Bytes of each of them; those for this process, too.</param>
    /// <param name="received">Receives the parts of all processes, one after the other in their order.</param>
    /// <param name="receivedLengths">Bytes of each of them.</param>
    void AllToAll(ReadOnlySpan<byte> given, ReadOnlySpan<int> givenLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths);

    /// <summary>
    /// Says that this process cannot go on, and why: the others wait for it in vain. <see cref="NetworkTraining.Fit"/> calls it with what
    /// ends a training by an exception.
    /// </summary>
    /// <param name="reason">Why.</param>
    void Fail(Exception reason);
}
