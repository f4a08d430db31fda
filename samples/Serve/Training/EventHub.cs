using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace ServeSample.Training;

/// <summary>Tells every page that listens what happens. One that reads too slowly misses the oldest events.</summary>
internal sealed class EventHub
{
    private const int Room = 64;

    private readonly Lock _lock = new();
    private readonly List<Channel<SseItem<string>>> _listeners = [];

    /// <summary>Tells everybody.</summary>
    /// <param name="type">The event's name.</param>
    /// <param name="value">Its data.</param>
    /// <param name="json">How it is written.</param>
    public void Publish<T>(string type, T value, JsonTypeInfo<T> json)
    {
        lock (_lock)
        {
            if (_listeners.Count == 0)
                return;
            var item = ToItem(type, value, json);
            foreach (var listener in _listeners)
                listener.Writer.TryWrite(item);
        }
    }

    /// <summary>An event.</summary>
    /// <param name="type">Its name.</param>
    /// <param name="value">Its data.</param>
    /// <param name="json">How it is written.</param>
    public static SseItem<string> ToItem<T>(string type, T value, JsonTypeInfo<T> json) =>
        new(JsonSerializer.Serialize(value, json), type);

    /// <summary>Listens until it is cancelled.</summary>
    /// <param name="first">Gives what comes before all that happens from now on.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<SseItem<string>> ListenAsync(
        Func<IEnumerable<SseItem<string>>> first, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<SseItem<string>>(
            new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
            _listeners.Add(channel);
        try
        {
            foreach (var item in first())
                yield return item;
            while (true)
            {
                SseItem<string> next;
                try
                {
                    next = await channel.Reader.ReadAsync(cancellation);
                }
                catch (OperationCanceledException)
                {
                    yield break;
                }

                yield return next;
            }
        }
        finally
        {
            lock (_lock)
                _listeners.Remove(channel);
        }
    }
}
