using Google.Protobuf;
using global::Onnx;

namespace CnnGen.Import.Onnx;

/// <summary>
/// Puts one node where a file spells gelu out, as all do before version 20: x (1 + erf(x / √2)) / 2, or
/// x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2. Exporters group and order its products in many ways, so it is found by what nodes
/// compute: a polynomial of x and of the function. What is another one stays as it is.
/// </summary>
internal sealed class OnnxGelu
{
    // Nodes from x to the function, from there to the end, and from the end to x.
    private const int MostSteps = 8;

    private const double Tolerance = 1e-5;

    private static readonly Polynomial Gated = new() { [(1, 0)] = 0.5, [(1, 1)] = 0.5 };

    private static readonly Dictionary<string, (Polynomial Argument, string Approximation)> Functions = new()
    {
        ["Erf"] = (new() { [(1, 0)] = Math.Sqrt(0.5) }, "none"),
        ["Tanh"] = (new() { [(1, 0)] = Math.Sqrt(2 / Math.PI), [(3, 0)] = Math.Sqrt(2 / Math.PI) * 0.044715 }, "tanh"),
    };

    private readonly Dictionary<string, double> _numbers = [];
    private readonly Dictionary<string, NodeProto> _makers = [];
    private readonly Dictionary<string, List<NodeProto>> _readers = [];
    private readonly HashSet<string> _outputs;

    // By themselves: nodes compare their contents, tensors among them.
    private readonly Dictionary<NodeProto, NodeProto?> _replaced = new(ReferenceEqualityComparer.Instance);

    private OnnxGelu(GraphProto graph, OnnxTensors tensors)
    {
        _outputs = [.. graph.Output.Select(output => output.Name)];
        foreach (var tensor in graph.Initializer)
            AddNumber(tensor.Name, tensor, tensors);
        foreach (var node in graph.Node)
        {
            if (node.OpType == "Constant" && node is { Output: [var name], Attribute: [{ T: { } value }] })
                AddNumber(name, value, tensors);
            foreach (var output in node.Output)
                _makers.TryAdd(output, node);
            foreach (var input in node.Input)
            {
                if (!_readers.TryGetValue(input, out var readers))
                    _readers.Add(input, readers = []);
                readers.Add(node);
            }
        }
    }

    /// <summary>The nodes of a graph, with one for each gelu.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tensors">Reads its numbers.</param>
    public static IReadOnlyList<NodeProto> Joined(GraphProto graph, OnnxTensors tensors)
    {
        if (!graph.Node.Any(node => Functions.ContainsKey(node.OpType)))
            return graph.Node;
        var gelu = new OnnxGelu(graph, tensors);
        foreach (var function in graph.Node.Where(node => Functions.ContainsKey(node.OpType) && node is { Input: [_], Output: [_] }))
            gelu.Join(function);
        return [.. graph.Node.Select(node => gelu._replaced.GetValueOrDefault(node, node)).OfType<NodeProto>()];
    }

    private void AddNumber(string name, TensorProto tensor, OnnxTensors tensors)
    {
        // More axes than x has would give it more.
        if (tensor.Dims is not ([] or [1]))
            return;
        try
        {
            _numbers.TryAdd(name, tensors.Read(tensor).ToFloats()[0]);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // Whoever reads it as a weight tells what is the matter.
        }
    }

    private void Join(NodeProto function)
    {
        var (argument, approximation) = Functions[function.OpType];
        // One may be another's name.
        List<string> candidates = [.. Before(function).Where(x => argument.IsLike(Of(function.Input[0], x, null, MostSteps)))];
        var end = function;
        for (var step = 0; step < MostSteps && candidates.Count > 0; step++)
        {
            // Nothing else may read what comes between.
            if (end.Output is not [var output] || _outputs.Contains(output) || _readers.GetValueOrDefault(output) is not [var next])
                return;
            end = next;
            if (end.Output is [var result]
                && candidates.Find(x => Gated.IsLike(Of(result, x, function.Output[0], MostSteps))) is { } x)
            {
                Replace(end, x, approximation);
                return;
            }
        }
    }

    /// <summary>What the argument of the function may be computed from.</summary>
    private IEnumerable<string> Before(NodeProto function)
    {
        List<string> tensors = [function.Input[0]];
        for (var i = 0; i < tensors.Count && i < MostSteps; i++)
        {
            if (_makers.GetValueOrDefault(tensors[i]) is { Input: { Count: <= 2 } inputs })
                tensors.AddRange(inputs.Where(input => !_numbers.ContainsKey(input)));
        }

        return tensors;
    }

    private void Replace(NodeProto end, string x, string approximation)
    {
        var node = new NodeProto { OpType = "Gelu", Name = end.Name, Input = { x }, Output = { end.Output } };
        node.Attribute.Add(new AttributeProto
        {
            Name = "approximate",
            S = ByteString.CopyFromUtf8(approximation),
            Type = AttributeProto.Types.AttributeType.String,
        });
        _replaced[end] = node;
        Forget(end, x);
    }

    /// <summary>Removes what only a node reads, back to x.</summary>
    private void Forget(NodeProto node, string x)
    {
        var gone = new Stack<NodeProto>([node]);
        while (gone.TryPop(out var reader))
        {
            foreach (var input in reader.Input.Where(input => input != x && !_outputs.Contains(input)))
            {
                var readers = _readers[input];
                readers.RemoveAll(each => ReferenceEquals(each, reader));
                if (readers.Count == 0 && _makers.TryGetValue(input, out var maker) && _replaced.TryAdd(maker, null))
                    gone.Push(maker);
            }
        }
    }

    /// <summary>What a tensor is of x and the function's result; null where it is something else.</summary>
    private Polynomial? Of(string tensor, string x, string? result, int steps)
    {
        if (tensor == x)
            return new() { [(1, 0)] = 1 };
        if (tensor == result)
            return new() { [(0, 1)] = 1 };
        if (_numbers.TryGetValue(tensor, out var number))
            return new() { [(0, 0)] = number };
        if (steps == 0 || !_makers.TryGetValue(tensor, out var maker) || maker.Attribute.Count > 0)
            return null;
        switch (maker)
        {
            case { OpType: "Identity", Input: [var input] }:
                return Of(input, x, result, steps - 1);
            case { OpType: "Pow", Input: [var input, var exponent] } when _numbers.TryGetValue(exponent, out var power) && power is 2 or 3:
                var once = Of(input, x, result, steps - 1);
                return power == 2 ? once?.Times(once) : once?.Times(once)?.Times(once);
            case { OpType: "Div", Input: [var input, var divisor] } when _numbers.TryGetValue(divisor, out var known) && known != 0:
                return Of(input, x, result, steps - 1)?.Times(new Polynomial { [(0, 0)] = 1 / known });
            case { OpType: "Add" or "Mul", Input: [var left, var right] }
                when Of(left, x, result, steps - 1) is { } one && Of(right, x, result, steps - 1) is { } other:
                return maker.OpType == "Add" ? one.Plus(other) : one.Times(other);
            default:
                return null;
        }
    }

    /// <summary>A polynomial: a factor for each pair of a power of x and one of the function.</summary>
    private sealed class Polynomial : Dictionary<(int OfX, int OfFunction), double>
    {
        // Gelu has no higher power of either.
        private const int MostOfX = 3, MostOfFunction = 1;

        public Polynomial Plus(Polynomial other)
        {
            var sum = new Polynomial();
            foreach (var (powers, factor) in this.Concat(other))
                sum[powers] = sum.Factor(powers) + factor;
            return sum;
        }

        /// <summary>The product; null where it has higher powers than gelu.</summary>
        public Polynomial? Times(Polynomial other)
        {
            var product = new Polynomial();
            foreach (var (one, own) in this)
            {
                foreach (var (another, factor) in other)
                {
                    var (ofX, ofFunction) = (one.OfX + another.OfX, one.OfFunction + another.OfFunction);
                    if (ofX > MostOfX || ofFunction > MostOfFunction)
                        return null;
                    product[(ofX, ofFunction)] = product.Factor((ofX, ofFunction)) + own * factor;
                }
            }

            return product;
        }

        public bool IsLike(Polynomial? other) => other is not null
            && Keys.Union(other.Keys).All(powers => Math.Abs(Factor(powers) - other.Factor(powers)) <= Tolerance);

        private double Factor((int OfX, int OfFunction) powers) => TryGetValue(powers, out var factor) ? factor : 0;
    }
}
