using CnnGen.Runtime;

namespace CnnGen;

/// <content>What looks inside.</content>
public abstract unsafe partial class CompiledNetwork
{
    /// <summary>Looks inside: every layer's output for an image, and gradients.</summary>
    /// <returns>
    /// To be disposed of; it has the weights that the network has now. A call under way, such as a training step, is waited for.
    /// </returns>
    /// <exception cref="InvalidOperationException">The class has no <c>[Inspectable]</c>.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public NetworkInspector Inspect()
    {
        var inspection = CreateInspection() ?? throw new InvalidOperationException(
            $"{Info.Name} was generated without what looks inside of it: put [Inspectable] on the class.");
        try
        {
            return new NetworkInspector(this, inspection);
        }
        catch
        {
            inspection.Dispose();
            throw;
        }
    }

    /// <summary>A network that looks inside of this one; null where the class has no <c>[Inspectable]</c>.</summary>
    protected virtual CompiledNetwork? CreateInspection() => null;

    /// <summary>Draws the weights unless they are there, for one of several calls that read the network at the same time.</summary>
    internal void DrawBesideOthers() => _context.DrawBesideOthers();

    /// <summary>Runs a network that looks inside of another, forward and back.</summary>
    /// <param name="pass">One image, and room for outputs and gradients.</param>
    internal void RunInspection(in NetworkPass pass)
    {
        using var use = Gate.Enter();
        Training.Inspect(in pass);
    }
}
