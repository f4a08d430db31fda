using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Runtime;

/// <summary>One call, or many that read; they wait for each other, and calls do not.</summary>
public sealed class GateTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly Gate _gate = new(new object(), "It");

    [Fact]
    public void ACallRefusesAnother()
    {
        using (_gate.Enter())
        {
            Assert.Throws<InvalidOperationException>(() => _gate.Enter().Dispose());
            Assert.Throws<InvalidOperationException>(() => _gate.Close());
        }

        _gate.Enter().Dispose();
        Assert.True(_gate.Close());
        Assert.False(_gate.Close());
        Assert.Throws<ObjectDisposedException>(() => _gate.Enter().Dispose());
        Assert.Throws<ObjectDisposedException>(() => _gate.Read().Dispose());
    }

    [Fact]
    public void WhoReadsInsideOfItsOwnCallWouldWaitForEver()
    {
        using var use = _gate.Enter();
        var error = Assert.Throws<InvalidOperationException>(() => _gate.Read().Dispose());
        Assert.StartsWith("It is at work for another caller", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadersAreThereTogetherAndACallWaitsForAllOfThem()
    {
        var isCalled = false;
        Task call;
        using (_gate.Read())
        {
            using (_gate.Read())
            {
                Assert.Throws<InvalidOperationException>(() => _gate.Close());
                call = Task.Run(() =>
                {
                    using var use = _gate.Enter();
                    Volatile.Write(ref isCalled, true);
                });
                Thread.Sleep(20);
            }

            Thread.Sleep(20);
            Assert.False(Volatile.Read(ref isCalled));
        }

        await call.WaitAsync(Long);
        Assert.True(isCalled);
        _gate.Read().Dispose();
    }

    [Fact]
    public async Task AReaderWaitsForACall()
    {
        Task reader;
        using (_gate.Enter())
        {
            reader = Task.Run(() => _gate.Read().Dispose());
            Thread.Sleep(20);
            Assert.False(reader.IsCompleted);
        }

        await reader.WaitAsync(Long);
    }

    /// <summary>Who reads sees nothing of a call that is half done, and none is locked out for good.</summary>
    [Fact]
    public async Task CallsAndReadersDoNotMeet()
    {
        var (first, second, calls, reads, ends) = (0L, 0L, 0, 0, false);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!Volatile.Read(ref ends))
                {
                    using var reading = _gate.Read();
                    Assert.Equal(Volatile.Read(ref first), Volatile.Read(ref second));
                    Interlocked.Increment(ref reads);
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        for (; calls < 1000 || Volatile.Read(ref reads) < 100; calls++)
        {
            using var use = _gate.Enter();
            first++;
            Thread.SpinWait(20);
            second++;
        }

        Volatile.Write(ref ends, true);
        await Task.WhenAll(readers).WaitAsync(Long);
    }

    [Fact]
    public void AnInterruptedCallLeavesTheGateFree()
    {
        ThreadInterruptedException? interrupted = null;
        var call = new Thread(() =>
        {
            try
            {
                _gate.Enter().Dispose();
            }
            catch (ThreadInterruptedException e)
            {
                interrupted = e;
            }
        });
        using (_gate.Read())
        {
            call.Start();
            Thread.Sleep(20);
            call.Interrupt();
            Assert.True(call.Join(Long));
        }

        Assert.NotNull(interrupted);
        _gate.Enter().Dispose();
    }
}
