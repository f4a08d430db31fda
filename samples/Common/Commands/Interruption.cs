using System.Runtime.InteropServices;

namespace CnnGen.Samples.Commands;

/// <summary>
/// Turns the first Ctrl-C, termination signal or closed terminal into a request to stop; a second one ends the process at once, as ever.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption()
    {
        Token = _source.Token;
        _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
    }

    /// <summary>Cancelled by the signal.</summary>
    public CancellationToken Token { get; }

    /// <summary>The signal; that of Ctrl-C where none came.</summary>
    public PosixSignal Signal { get; private set; } = PosixSignal.SIGINT;

    /// <summary>From here on a signal ends the process at once.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
            return;
        context.Cancel = true;
        Signal = context.Signal;
        _source.Cancel();
    }
}
