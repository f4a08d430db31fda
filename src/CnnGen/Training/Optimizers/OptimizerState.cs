using System.Runtime.Intrinsics;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// What an optimizer remembers of one network: its slots (momentum, velocity ...), one float per trainable float each, its step, and all
/// that this step does.
/// </summary>
internal abstract unsafe class OptimizerState : IDisposable
{
    private readonly AlignedMemory _slots;

    /// <summary>Zeroed slots at step 0.</summary>
    /// <param name="trainableFloats">Floats of the weights, padding included.</param>
    /// <param name="slotCount">Slots of the optimizer.</param>
    protected OptimizerState(int trainableFloats, int slotCount)
    {
        TrainableFloats = trainableFloats;
        SlotCount = slotCount;
        _slots = new AlignedMemory((long)trainableFloats * slotCount, largePages: true);
    }

    /// <summary>Floats of the weights, padding included.</summary>
    public int TrainableFloats { get; }

    /// <summary>Slots of the optimizer.</summary>
    public int SlotCount { get; }

    /// <summary>All slots, one after the other.</summary>
    public float* Slots => _slots.Pointer;

    /// <summary>What the first slot begins with, where that is not 0.</summary>
    public float FirstSlot
    {
        init => new Span<float>(Slots, TrainableFloats).Fill(value);
    }

    /// <summary>Updates of the weights begun so far.</summary>
    public long Iterations { get; set; }

    /// <summary>Gradients that wait for others, to make one step together.</summary>
    public int Gathered { get; set; }

    /// <summary>Whether the weights are where their average is kept, and the average is in the network.</summary>
    public bool IsSwapped { get; set; }

    /// <summary>Nadam's product of its momentum schedule so far.</summary>
    public double MomentumProduct { get; set; } = 1;

    /// <summary>What the present step takes from the optimizer, set by <see cref="Optimizer.Begin"/>.</summary>
    public StepSettings Settings { get; set; }

    /// <summary>Whether the present step needs all gradients of a variable, or of all, before the first weight is updated.</summary>
    public bool NeedsWholeGradients => !Settings.OnlyAccumulates && (Settings.ClipsByNorm || DirectsVariables);

    /// <summary>Whether the present step calls <see cref="Direct"/>.</summary>
    public virtual bool DirectsVariables => false;

    /// <summary>Where the average of the weights lies; only with <see cref="Optimizer.UseEma"/>.</summary>
    /// <param name="optimizer">The optimizer.</param>
    public Span<float> Averages(Optimizer optimizer) => new(Slots + ((nint)optimizer.RuleSlots * TrainableFloats), TrainableFloats);

    /// <summary>Whether nothing was written outside the slots; for tests.</summary>
    public bool GuardsAreIntact => _slots.GuardsAreIntact;

    /// <summary>Frees the slots.</summary>
    public void Dispose() => _slots.Dispose();

    /// <summary>
    /// Averages the gradients of a variable with those that were gathered, in place, before whole gradients are looked at;
    /// <see cref="OnAveraged"/> says when that was done of all. Variables may run at once on several threads.
    /// </summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="gradients">The gradients of all trainable floats.</param>
    /// <param name="variable">Where the variable lies.</param>
    public void AverageGathered(InstructionSet instructionSet, float* gradients, VariableRange variable)
    {
        var (start, count, steps) = (variable.Start, variable.Count, (float)Settings.Accumulated);
        var gathered = Slots + ((nint)(SlotCount - 1) * TrainableFloats);
        var done = instructionSet switch
        {
            InstructionSet.Avx512 => AverageGathered<Lanes512, Vector512<float>>(gathered, gradients, steps, start, count),
            InstructionSet.Avx2 => AverageGathered<Lanes256, Vector256<float>>(gathered, gradients, steps, start, count),
            InstructionSet.Vector128 => AverageGathered<Lanes128, Vector128<float>>(gathered, gradients, steps, start, count),
            _ => 0,
        };
        AverageGathered<Lanes1, float>(gathered, gradients, steps, start + done, count - done);
        GC.KeepAlive(this);
    }

    /// <summary>All gradients are averages: the update is not to average them again.</summary>
    public void OnAveraged() => Settings = Settings with { Accumulated = 1 };

    /// <summary>
    /// Puts what the rule takes in place of the gradients of a variable, where that depends on all of them; clipped by norms before.
    /// Variables may run at once on several threads.
    /// </summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="weights">The trainable floats.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="variable">Where the variable lies.</param>
    public virtual void Direct(InstructionSet instructionSet, float* weights, float* gradients, VariableRange variable)
    {
    }

    /// <summary>Clips gradients by norm, in place, where the step does. After <see cref="Optimizer.Begin"/>, on one thread.</summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="gradients">The gradients of all trainable floats.</param>
    /// <param name="variables">Where the variables lie.</param>
    public void Clip(InstructionSet instructionSet, float* gradients, ReadOnlySpan<VariableRange> variables)
    {
        if (Settings.ClipNorm is { } norm)
        {
            foreach (var variable in variables)
            {
                var sum = GradientNorm.SumOfSquares(instructionSet, gradients, variable);
                GradientNorm.ScaleDown(instructionSet, gradients, variable, sum, norm);
            }
        }

        if (Settings.GlobalClipNorm is { } globalNorm)
        {
            var total = 0.0;
            foreach (var variable in variables)
                total += GradientNorm.SumOfSquares(instructionSet, gradients, variable);
            foreach (var variable in variables)
                GradientNorm.ScaleDown(instructionSet, gradients, variable, total, globalNorm);
        }
    }

    /// <summary>
    /// Updates a range of weights: clipping by value, weight decay and the rule in one pass. Disjoint ranges may run at once on several
    /// threads; ranges that are multiples of 16 floats have no scalar tail.
    /// </summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="weights">The trainable floats.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="start">The first float of the range.</param>
    /// <param name="count">Floats of the range.</param>
    public abstract void Update(InstructionSet instructionSet, float* weights, float* gradients, int start, int count);

    private static int AverageGathered<L, V>(float* gathered, float* gradients, float steps, int start, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (divisor, zero) = (L.Create(steps), L.Create(0f));
        var i = start;
        for (; i <= start + count - L.Count; i += L.Count)
        {
            L.Store(L.Divide(L.Add(L.Load(gradients + i), L.Load(gathered + i)), divisor), gradients + i);
            L.Store(zero, gathered + i);
        }

        return i - start;
    }
}

/// <summary>The state of one optimizer, with the rule of its present step.</summary>
/// <param name="trainableFloats">Floats of the weights, padding included.</param>
/// <param name="slotCount">Slots of the optimizer.</param>
internal unsafe class OptimizerState<TRule>(int trainableFloats, int slotCount) : OptimizerState(trainableFloats, slotCount)
    where TRule : struct, IUpdateRule
{
    private TRule _rule;

    /// <summary>The rule of the present step, set by the optimizer.</summary>
    public TRule Rule
    {
        set => _rule = value;
    }

    /// <inheritdoc/>
    public override void Update(InstructionSet instructionSet, float* weights, float* gradients, int start, int count)
    {
        if (!Settings.IsRuleAlone)
        {
            UpdateWithMore(instructionSet, weights, gradients, start, count);
            return;
        }

        var (decay, clipValue) = (Settings.Decay, Settings.ClipValue);
        var done = instructionSet switch
        {
            InstructionSet.Avx512 => Update<Lanes512, Vector512<float>>(decay, clipValue, weights, gradients, start, count),
            InstructionSet.Avx2 => Update<Lanes256, Vector256<float>>(decay, clipValue, weights, gradients, start, count),
            InstructionSet.Vector128 => Update<Lanes128, Vector128<float>>(decay, clipValue, weights, gradients, start, count),
            _ => 0,
        };
        Update<Lanes1, float>(decay, clipValue, weights, gradients, start + done, count - done);
        GC.KeepAlive(this);
    }

    // Returns how many floats it updated: all but a tail shorter than a vector.
    private int Update<L, V>(float decay, float clipValue, float* weights, float* gradients, int start, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        var rule = _rule;
        var slots = Slots;
        nint stride = TrainableFloats;
        var decays = L.Create(decay);
        var high = L.Create(clipValue);
        var low = L.Create(-clipValue);
        var i = start;
        for (; i <= start + count - L.Count; i += L.Count)
        {
            var gradient = L.Load(gradients + i);
            gradient = L.SelectLess(gradient, low, low, gradient);
            gradient = L.SelectLess(high, gradient, high, gradient);
            var weight = L.Load(weights + i);
            weight = L.MultiplyAdd(weight, decays, weight);
            L.Store(rule.Update<L, V>(gradient, weight, slots + i, stride), weights + i);
        }
        return i - start;
    }

    private void UpdateWithMore(InstructionSet instructionSet, float* weights, float* gradients, int start, int count)
    {
        var done = instructionSet switch
        {
            InstructionSet.Avx512 => UpdateWithMore<Lanes512, Vector512<float>>(weights, gradients, start, count),
            InstructionSet.Avx2 => UpdateWithMore<Lanes256, Vector256<float>>(weights, gradients, start, count),
            InstructionSet.Vector128 => UpdateWithMore<Lanes128, Vector128<float>>(weights, gradients, start, count),
            _ => 0,
        };
        UpdateWithMore<Lanes1, float>(weights, gradients, start + done, count - done);
        GC.KeepAlive(this);
    }

    // The same with gradients that are gathered before, and an average of the weights after: by itself, since most steps have neither.
    private int UpdateWithMore<L, V>(float* weights, float* gradients, int start, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (rule, settings) = (_rule, Settings);
        var average = settings.Average.GetValueOrDefault();
        var (accumulates, averages) = (settings.Accumulated > 1, settings.Average is not null);
        var slots = Slots;
        nint stride = TrainableFloats;
        var gathered = slots + ((SlotCount - 1) * stride);
        var averaged = slots + (average.Slot * stride);
        var (high, low) = (L.Create(settings.ClipValue), L.Create(-settings.ClipValue));
        var i = start;
        for (; i <= start + count - L.Count; i += L.Count)
        {
            var gradient = L.Load(gradients + i);
            var weight = L.Load(weights + i);
            if (accumulates)
            {
                gradient = L.Add(gradient, L.Load(gathered + i));
                L.Store(settings.OnlyAccumulates ? gradient : L.Create(0f), gathered + i);
                gradient = L.Divide(gradient, L.Create((float)settings.Accumulated));
            }

            if (!settings.OnlyAccumulates)
            {
                gradient = L.SelectLess(gradient, low, low, gradient);
                gradient = L.SelectLess(high, gradient, high, gradient);
                weight = L.MultiplyAdd(weight, L.Create(settings.Decay), weight);
                weight = rule.Update<L, V>(gradient, weight, slots + i, stride);
            }

            if (averages)
            {
                var mean = L.MultiplyAdd(L.Load(averaged + i), L.Create(average.Kept), L.Multiply(weight, L.Create(average.Taken)));
                L.Store(mean, averaged + i);
                weight = average.Overwrites ? mean : weight;
            }

            L.Store(weight, weights + i);
        }

        return i - start;
    }
}
