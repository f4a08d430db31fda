namespace CnnGen.Training;

/// <summary>Writes what an optimizer remembers of a network to a checkpoint, and reads it from one.</summary>
internal static unsafe class OptimizerFile
{
    private const string Rule = "rule";
    private const string Settings = "settings";
    private const string Slots = "slots";
    private const string Iterations = "iterations";
    private const string MomentumProduct = "momentum_product";
    private const string Gathered = "gathered";
    private const string IsSwapped = "is_swapped";
    private const string LearningRate = "learning_rate";

    /// <summary>Writes it down. Slots are fetched when the file is written, each in the public shape of its weights.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="state">What it remembers.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="section">Where to.</param>
    public static void Save(Optimizer optimizer, OptimizerState state, Parameter[] parameters, TrainingState section)
    {
        section.Set(Rule, optimizer.GetType().Name);
        section.Set(Settings, SettingList.Describe(optimizer));
        section.Set(Slots, state.SlotCount);
        section.Set(Iterations, state.Iterations);
        section.Set(MomentumProduct, state.MomentumProduct);
        section.Set(Gathered, state.Gathered);
        section.Set(IsSwapped, state.IsSwapped ? 1 : 0);
        if (optimizer.Schedule is null)
            section.Set(LearningRate, optimizer.LearningRate.Value);
        for (var slot = 0; slot < state.SlotCount; slot++)
        {
            var place = slot;
            foreach (var parameter in parameters.Where(parameter => parameter.Trainable))
            {
                section.Set(
                    NameOf(slot, parameter), parameter.Shape, values => parameter.Gather(SlotOf(state, place), values));
            }
        }
    }

    /// <summary>Reads it; where nothing was written down, the optimizer has taken no step, and remembers nothing.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="state">A fresh state of it.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="section">What <see cref="Save"/> wrote.</param>
    /// <exception cref="InvalidDataException">It is that of another optimizer, or of other weights; nothing but the fresh state was
    /// changed.</exception>
    public static void Restore(Optimizer optimizer, OptimizerState state, Parameter[] parameters, TrainingState section)
    {
        if (!section.Contains(Rule))
            return;
        var (rule, slots, own) = (section.GetText(Rule), section.GetInt64(Slots), optimizer.GetType().Name);
        if (rule != own || slots != state.SlotCount)
        {
            throw new InvalidDataException(
                $"The checkpoint is of {section.GetText(Settings)}, which remembers {slots} values for each weight, but the optimizer is"
                + $" {SettingList.Describe(optimizer)}, which remembers {state.SlotCount}: go on with the one that it was made with, in the"
                + " same settings; Load takes the weights alone.");
        }

        for (var slot = 0; slot < state.SlotCount; slot++)
        {
            foreach (var parameter in parameters.Where(parameter => parameter.Trainable))
            {
                var values = section.GetFloats(NameOf(slot, parameter));
                if (values.Length != parameter.Count)
                {
                    throw new InvalidDataException(
                        $"The checkpoint holds {values.Length} values of {rule} for '{parameter.Name}', which has {parameter.Count}.");
                }

                parameter.Scatter(values, SlotOf(state, slot));
            }
        }

        (state.Iterations, state.MomentumProduct) = (section.GetInt64(Iterations), section.GetDouble(MomentumProduct));
        (state.Gathered, state.IsSwapped) = ((int)section.GetInt64(Gathered), section.GetInt64(IsSwapped) != 0);
        if (optimizer.Schedule is null && section.Contains(LearningRate))
            optimizer.LearningRate = section.GetDouble(LearningRate);
    }

    private static string NameOf(int slot, Parameter parameter) => $"slot_{slot}/{parameter.Name}";

    private static Span<float> SlotOf(OptimizerState state, int slot) =>
        new(state.Slots + ((long)slot * state.TrainableFloats), state.TrainableFloats);
}
