using System.Runtime.ExceptionServices;

namespace CnnGen.Data;

/// <summary>
/// Makes the batches of all epochs, one after the other, on threads of its own: while a step runs on one batch, the next ones are made in
/// other rooms. Whoever has to wait sleeps.
/// </summary>
/// <remarks>
/// The threads share the images of a batch, and are so many batches ahead as the plan says, across the ends of epochs too, so the order of
/// the next epoch is drawn during the last steps of this one. Images are given out in order, and each has its place, so what comes out does
/// not depend on the number of threads. An exception of a thread is thrown where its batch is asked for, with its own stack; the batches
/// before it are as good as ever.
/// </remarks>
internal sealed class BatchFeeder : BatchStream
{
    private const int NoEpoch = 0;

    private readonly object _gate = new();
    private readonly BatchPlan _plan;
    private readonly ImageMaker[] _makers;
    private readonly List<Thread> _threads = [];
    private readonly BatchRoom[] _rooms;

    // From here on all is changed behind the gate. What is given out next: images of the last batch that was begun, or the next batch.
    private readonly int[] _order;
    private int _orderEpoch = NoEpoch;
    private int _lastEpoch;
    private long _epoch;
    private int _batch;

    // Batches begun, and batches asked for: the last one asked for is in use, those before it are done with.
    private long _begun;
    private long _asked;
    private bool _ended = true;

    /// <summary>Makes room.</summary>
    /// <param name="plan">What is to be made.</param>
    /// <exception cref="ArgumentException">A batch is larger than an array can be.</exception>
    public BatchFeeder(BatchPlan plan)
    {
        _plan = plan;
        _makers = new ImageMaker[plan.ChosenThreads];
        for (var i = 0; i < _makers.Length; i++)
            _makers[i] = new ImageMaker(plan);
        _rooms = new BatchRoom[1 + plan.Ahead];
        for (var i = 0; i < _rooms.Length; i++)
            _rooms[i] = new BatchRoom(plan);
        _order = new int[plan.Data.Count];
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
    }

    /// <inheritdoc/>
    public override void Begin(int epochs, int firstEpoch = 1, int firstBatch = 0)
    {
        (_lastEpoch, _epoch, _batch, _begun, _asked, _ended) = (epochs, firstEpoch, firstBatch, 0, 0, false);
        foreach (var maker in _makers)
        {
            var thread = new Thread(() => Work(maker)) { IsBackground = true, Name = "CnnGen feeder" };
            thread.Start();
            _threads.Add(thread);
        }
    }

    /// <inheritdoc/>
    public override Batch Next()
    {
        lock (_gate)
        {
            _asked++;
            Monitor.PulseAll(_gate);
            while (_begun < _asked || !RoomOf(_asked - 1).IsDone)
                Monitor.Wait(_gate);
            return RoomOf(_asked - 1).Batch;
        }
    }

    /// <summary>Ends the threads, once the images that they are at are made, and waits for them.</summary>
    public override void End()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var thread in _threads)
            thread.Join();
        _threads.Clear();
    }

    private void Work(ImageMaker maker)
    {
        while (TryTake(out var job))
        {
            ExceptionDispatchInfo? error = null;
            try
            {
                maker.Make(job.Image, job.Epoch, job.Room, job.Place);
            }
            catch (Exception e)
            {
                error = ExceptionDispatchInfo.Capture(e);
            }

            Finish(job, error);
        }
    }

    /// <summary>Waits until there is an image to make; false when there is to be no other.</summary>
    private bool TryTake(out Job job)
    {
        lock (_gate)
        {
            while (!_ended)
            {
                if (_begun > 0 && RoomOf(_begun - 1) is { HasMore: true } room)
                {
                    var image = _order[((_batch - 1) * _plan.BatchSize) + room.Given];
                    job = new Job(room, room.Give(image), image, (int)_epoch);
                    return true;
                }

                if (_batch == _plan.Batches)
                    (_epoch, _batch) = (_epoch + 1, 0);
                if (_epoch > _lastEpoch)
                    break;
                if (_begun - _asked < _plan.Ahead)
                    BeginBatch();
                else
                    Monitor.Wait(_gate);
            }

            job = default;
            return false;
        }
    }

    private void BeginBatch()
    {
        if (_plan.Shuffles && _orderEpoch != _epoch)
            Shuffling.Fill(_order, _plan.Seed, _orderEpoch = (int)_epoch);
        RoomOf(_begun++).Begin(Math.Min(_plan.BatchSize, _order.Length - (_batch * _plan.BatchSize)), (int)_epoch, _batch);
        _batch++;
    }

    private void Finish(in Job job, ExceptionDispatchInfo? error)
    {
        bool isLast;
        lock (_gate)
        {
            job.Room.Finish(job.Place, error);
            isLast = job.Room.AwaitsMixing;
            PulseAfter(job.Room, error);
        }

        if (isLast)
            Mix(job.Room, _plan.Mixing!);
    }

    /// <summary>Mixes a batch whose images are there, on the thread that made the last of them.</summary>
    private void Mix(BatchRoom room, BatchMixing mixing)
    {
        ExceptionDispatchInfo? error = null;
        try
        {
            // Of two batches that are there at the same time one waits.
            lock (mixing)
                mixing.Run(room);
        }
        catch (Exception e)
        {
            error = ExceptionDispatchInfo.Capture(e);
        }

        lock (_gate)
        {
            room.FinishMixing(error);
            PulseAfter(room, error);
        }
    }

    private void PulseAfter(BatchRoom room, ExceptionDispatchInfo? error)
    {
        _ended |= error is not null;
        if (room.IsDone || _ended)
            Monitor.PulseAll(_gate);
    }

    private BatchRoom RoomOf(long batch) => _rooms[batch % _rooms.Length];

    private readonly record struct Job(BatchRoom Room, int Place, int Image, int Epoch);
}
