using System.Runtime.ExceptionServices;

namespace CnnGen.Training;

/// <summary>
/// Makes the batches of all epochs, one after the other, on a thread of its own: while a step runs on one batch, the next is made in a
/// second buffer. Whoever has to wait sleeps.
/// </summary>
/// <remarks>
/// The thread is one batch ahead, across the ends of epochs too, so the order of the next epoch is drawn during the last step of this one.
/// An exception of the thread is thrown where its batch is asked for, with its own stack; the batches before it are as good as ever.
/// </remarks>
internal sealed class BatchFeeder : IDisposable
{
    private readonly object _gate = new();
    private readonly BatchMaker _maker;
    private readonly int _epochs;
    private readonly int _firstEpoch;
    private readonly int _firstBatch;
    private readonly Batch[] _batches;
    private readonly Thread _thread;

    // Batches made, and batches asked for: the last one asked for is in use, those before it are done with.
    private long _made;
    private long _asked;
    private bool _stopped;
    private ExceptionDispatchInfo? _error;

    /// <summary>Starts the thread.</summary>
    /// <param name="maker">Makes the batches; from here on it belongs to the thread.</param>
    /// <param name="epochs">The last epoch, from 1.</param>
    /// <param name="firstEpoch">The first epoch, from 1.</param>
    /// <param name="firstBatch">Its first batch, from 0; there may be none left of it.</param>
    public BatchFeeder(BatchMaker maker, int epochs, int firstEpoch = 1, int firstBatch = 0)
    {
        (_maker, _epochs, _firstEpoch, _firstBatch) = (maker, epochs, firstEpoch, firstBatch);
        _batches = [maker.NewBatch(), maker.NewBatch()];
        _thread = new Thread(Work) { IsBackground = true, Name = "CnnGen feeder" };
        _thread.Start();
    }

    /// <summary>The next batch; it may be used until the one after it is asked for. Ask for no more than there are.</summary>
    public Batch Next()
    {
        lock (_gate)
        {
            _asked++;
            Monitor.Pulse(_gate);
            while (_made < _asked && _error is null)
                Monitor.Wait(_gate);
            if (_made < _asked)
                _error!.Throw();
            return BatchAt(_asked - 1);
        }
    }

    /// <summary>Ends the thread, once the batch that it is at is made, and waits for it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
        _thread.Join();
    }

    private void Work()
    {
        try
        {
            for (var done = _firstEpoch - 1; done < _epochs; done++)
            {
                _maker.BeginEpoch(done + 1);
                for (var number = done + 1 == _firstEpoch ? _firstBatch : 0; number < _maker.Batches; number++)
                {
                    if (!WaitForRoom())
                        return;
                    _maker.Fill(BatchAt(_made), number);
                    Finish();
                }
            }
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _error = ExceptionDispatchInfo.Capture(e);
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Waits until the batch before the last one made is done with; false when there is to be no other.</summary>
    private bool WaitForRoom()
    {
        lock (_gate)
        {
            // Never true for both sides at once, so that one pulse always wakes the right one.
            while (_made > _asked && !_stopped)
                Monitor.Wait(_gate);
            return !_stopped;
        }
    }

    private void Finish()
    {
        lock (_gate)
        {
            _made++;
            Monitor.Pulse(_gate);
        }
    }

    private Batch BatchAt(long number) => _batches[number % _batches.Length];
}
