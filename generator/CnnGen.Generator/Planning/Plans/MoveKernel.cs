namespace CnnGen.Generator.Planning.Plans;

/// <summary>
/// Moves runs of neighbouring floats from one tensor to another and computes nothing. What lies past the channels of the second, and comes
/// in no run, becomes zero.
/// </summary>
/// <param name="Operation">What it is, in the kernel's name.</param>
/// <param name="From">What is read.</param>
/// <param name="FromStart">Floats to the first run there.</param>
/// <param name="To">What is written.</param>
/// <param name="ToStart">Floats to the first run there.</param>
/// <param name="Loops">From the outermost to the innermost.</param>
/// <param name="Run">Floats of a run.</param>
internal sealed record MoveKernel(
    string Operation, Tensor From, int FromStart, Tensor To, int ToStart, EquatableArray<MoveLoop> Loops, int Run) : Kernel
{
    /// <summary>The same moves with as few loops as say it: runs that follow each other on both sides are one.</summary>
    public static MoveKernel Of(
        string operation, Tensor from, int fromStart, Tensor to, int toStart, IEnumerable<MoveLoop> loops, int run)
    {
        var left = loops.Where(loop => loop.Count > 1).ToList();
        while (left.Count > 0 && left[left.Count - 1] is var last && (last.FromStep, last.ToStep) == (run, run))
        {
            run *= last.Count;
            left.RemoveAt(left.Count - 1);
        }

        return new(operation, from, fromStart, to, toStart, new(left), run);
    }

    /// <summary>A rectangle of pixels, whole rows of it at a time.</summary>
    public static MoveKernel Rectangle(string operation, Tensor from, int fromStart, Tensor to, int toStart, int height, int width) => Of(
        operation, from, fromStart, to, toStart, [new(height, from.RowStride, to.RowStride)], width * to.ChannelStride);
}

/// <summary>A loop over runs, and the floats from one round to the next.</summary>
internal readonly record struct MoveLoop(int Count, int FromStep, int ToStep);
