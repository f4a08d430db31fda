namespace CnnGen.Distributed
{
    public sealed class Cluster : CnnGen.Training.ICluster, System.IDisposable
    {
        public static readonly System.TimeSpan DefaultTimeout;
        public int Rank { get; }
        public int Size { get; }
        public void AllGather(System.Span<byte> all, System.ReadOnlySpan<int> lengths) { }
        public void AllToAll(System.ReadOnlySpan<byte> given, System.ReadOnlySpan<int> givenLengths, System.Span<byte> received, System.ReadOnlySpan<int> receivedLengths) { }
        public void Dispose() { }
        public void Fail(System.Exception reason) { }
        public static CnnGen.Distributed.Cluster Join(System.TimeSpan? timeout = default) { }
    }
}
