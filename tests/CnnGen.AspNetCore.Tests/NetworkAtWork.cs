namespace CnnGen.AspNetCore.Tests;

/// <summary>A network that is at work with a call of its own, until this is disposed of: who predicts with it waits.</summary>
internal sealed class NetworkAtWork : Stream
{
    private readonly ManualResetEventSlim _mayGoOn = new();
    private readonly ManualResetEventSlim _isAtWork = new();
    private readonly Task _load;

    public NetworkAtWork(INetwork network)
    {
        // Weights that never come, and then end: what is refused changes nothing.
        _load = Task.Factory.StartNew(
            () => Xunit.Assert.ThrowsAny<InvalidDataException>(() => network.Load(this)), TaskCreationOptions.LongRunning);
        _isAtWork.Wait();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        _isAtWork.Set();
        _mayGoOn.Wait();
        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _mayGoOn.Set();
        _load.Wait();
        base.Dispose(disposing);
    }
}
