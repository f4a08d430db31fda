namespace CnnGen.Generator.Emission.Text;

/// <summary>
/// The kernels of one network and instruction set. Names say operation and shapes, so equal kernels have equal names and are written once.
/// </summary>
internal sealed class KernelSet(Isa isa)
{
    private readonly HashSet<string> _names = [];
    private readonly CodeWriter _text = new();

    public Isa Isa { get; } = isa;

    /// <summary>Writes a kernel unless one of its name is there already; returns the name.</summary>
    public string Add(string name, Action<CodeWriter> write)
    {
        // A kernel that needs another one adds it first: the outer name is claimed before, its text written after.
        if (_names.Add(name))
        {
            var own = new CodeWriter();
            write(own);
            _text.Line();
            _text.Line(own.ToString().TrimEnd('\n'));
        }

        return name;
    }

    /// <summary>All kernels, each after an empty line.</summary>
    public string Text => _text.ToString();
}
