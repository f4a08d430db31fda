namespace CnnGen.AspNetCore
{
    public sealed class PredictionOptions
    {
        public PredictionOptions() { }
        public System.TimeSpan LatencyBound { get; set; }
        public int MaxBatch { get; set; }
        public int Predictors { get; set; }
        public int QueueLimit { get; set; }
    }
    public sealed class PredictionQueueFullException : System.Exception
    {
        public PredictionQueueFullException(string message) { }
    }
    public class PredictionService : System.IDisposable
    {
        public const string MeterName = "CnnGen";
        public PredictionService(CnnGen.CompiledNetwork network, CnnGen.AspNetCore.PredictionOptions? options = null, System.Diagnostics.Metrics.IMeterFactory? meters = null) { }
        public int IdlePredictors { get; }
        public CnnGen.NetworkInfo Info { get; }
        public int WaitingRequests { get; }
        public void Dispose() { }
        protected virtual void Dispose(bool disposing) { }
        public System.Threading.Tasks.ValueTask PredictAsync(System.ReadOnlyMemory<byte> images, System.Memory<float> outputs, System.Threading.CancellationToken cancellation = default) { }
        public System.Threading.Tasks.ValueTask PredictAsync(System.ReadOnlyMemory<float> images, System.Memory<float> outputs, System.Threading.CancellationToken cancellation = default) { }
        public System.Threading.Tasks.ValueTask PredictAsync(System.ReadOnlyMemory<byte> images, System.Memory<float> outputs, System.Memory<float>[] furtherOutputs, System.Threading.CancellationToken cancellation = default) { }
        public System.Threading.Tasks.ValueTask PredictAsync(System.ReadOnlyMemory<float> images, System.Memory<float> outputs, System.Memory<float>[] furtherOutputs, System.Threading.CancellationToken cancellation = default) { }
        public void WarmUp() { }
    }
    public sealed class PredictionService<TNetwork> : CnnGen.AspNetCore.PredictionService
        where TNetwork : CnnGen.CompiledNetwork
    {
        public PredictionService(TNetwork network, CnnGen.AspNetCore.PredictionOptions? options = null, System.Diagnostics.Metrics.IMeterFactory? meters = null) { }
        public TNetwork Network { get; }
    }
}
