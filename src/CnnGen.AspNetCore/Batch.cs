namespace CnnGen.AspNetCore;

/// <summary>Requests that are predicted together: their images are brought side by side, and what comes of them is dealt out.</summary>
/// <param name="info">The network.</param>
internal sealed class Batch(NetworkInfo info)
{
    private readonly List<PendingPrediction> _requests = [];
    private readonly float[][] _further = [.. info.FurtherOutputs.Select(_ => Array.Empty<float>())];
    private float[] _floats = [];
    private byte[] _bytes = [];
    private float[] _outputs = [];

    /// <summary>The requests.</summary>
    public IReadOnlyList<PendingPrediction> Requests => _requests;

    /// <summary>Images of all requests.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a request in, which goes with those that are there.</summary>
    /// <param name="request">The request.</param>
    public void Add(PendingPrediction request)
    {
        _requests.Add(request);
        Count += request.Images.Count;
    }

    /// <summary>Predicts all of them. One by itself is predicted where it lies.</summary>
    /// <param name="predictor">Does it.</param>
    public void PredictBy(Predictor predictor)
    {
        if (_requests is [var only])
        {
            only.Images.PredictBy(predictor);
            return;
        }

        var all = Gather();
        all.PredictBy(predictor);
        Deal(all);
    }

    /// <summary>Ends all requests, and is empty again.</summary>
    /// <param name="error">What went wrong; null where nothing did.</param>
    public void End(Exception? error)
    {
        foreach (var request in _requests)
            request.End(error);
        _requests.Clear();
        Count = 0;
    }

    private Images Gather()
    {
        var areFloats = _requests[0].Images.Bytes.IsEmpty;
        var further = _requests[0].Images.Further.Length > 0 ? new Memory<float>[_further.Length] : [];
        for (var i = 0; i < further.Length; i++)
            further[i] = Room(ref _further[i], Count * info.FurtherOutputs[i].Size);
        var floats = areFloats ? Room(ref _floats, Count * info.InputSize) : default;
        var bytes = areFloats ? default : Room(ref _bytes, Count * info.InputSize);
        var place = 0;
        foreach (var request in _requests)
        {
            if (areFloats)
                request.Images.Floats.CopyTo(floats[place..]);
            else
                request.Images.Bytes.CopyTo(bytes[place..]);
            place += request.Images.Count * info.InputSize;
        }

        return new Images(Count, floats, bytes, Room(ref _outputs, Count * info.OutputSize), further);
    }

    private void Deal(in Images all)
    {
        var first = 0;
        foreach (var request in _requests)
        {
            var own = request.Images;
            all.Outputs.Slice(first * info.OutputSize, own.Outputs.Length).CopyTo(own.Outputs);
            for (var i = 0; i < own.Further.Length; i++)
                all.Further[i].Slice(first * info.FurtherOutputs[i].Size, own.Further[i].Length).CopyTo(own.Further[i]);
            first += own.Count;
        }
    }

    private static Memory<T> Room<T>(ref T[] array, int length)
    {
        if (array.Length < length)
            array = new T[length];
        return array.AsMemory(0, length);
    }
}
