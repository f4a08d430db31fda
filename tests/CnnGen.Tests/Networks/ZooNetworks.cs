using System.Reflection;
using CnnGen.Runtime;
using CnnGen.Tests.Concurrency;
using CnnGen.Tests.Networks.Zoo;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>The networks declared in this assembly, by name, as data for theories.</summary>
internal static class ZooNetworks
{
    private static readonly Dictionary<string, Type> ByName = typeof(ZooNetworks).Assembly.GetTypes()
        .Where(type => type != typeof(FashionNetwork) && type != typeof(ContendedNetwork))
        .Where(type => type.DeclaringType != typeof(Shared) && type.DeclaringType != typeof(LargeImageTests))
        .Where(type => type.DeclaringType != typeof(HeldWeights) && type.DeclaringType != typeof(ShippedWeightsTests))
        .Where(type => type.GetCustomAttributesData().Any(attribute => attribute.AttributeType == typeof(InputAttribute)))
        .ToDictionary(type => type.Name);

    /// <summary>Layers that training and prediction do not see alike.</summary>
    private static readonly Type[] SeenOtherwise =
    [
        typeof(DropoutAttribute), typeof(SpatialDropout2DAttribute), typeof(AlphaDropoutAttribute), typeof(GaussianDropoutAttribute),
        typeof(GaussianNoiseAttribute), typeof(BatchNormalizationAttribute),
    ];

    /// <summary>Each network; all but the large ones.</summary>
    public static IEnumerable<Type> Types =>
        ByName.OrderBy(network => network.Key, StringComparer.Ordinal).Select(network => network.Value);

    /// <summary>Their names.</summary>
    public static TheoryData<string> Names => [.. ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Each network with each instruction set.</summary>
    public static TheoryData<string, InstructionSet> NamesAndInstructionSets
    {
        get
        {
            var data = new TheoryData<string, InstructionSet>();
            foreach (string name in ByName.Keys.Order(StringComparer.Ordinal))
            {
                foreach (var instructionSet in Enum.GetValues<InstructionSet>())
                    data.Add(name, instructionSet);
            }

            return data;
        }
    }

    /// <summary>Each network that has weights and ends in softmax over a vector, and so can be trained.</summary>
    public static TheoryData<string> TrainableNames =>
        [.. ByName.Where(network => Trains(network.Value)).Select(network => network.Key).Order(StringComparer.Ordinal)];

    /// <summary>Those of them that training and prediction see alike.</summary>
    public static TheoryData<string> TrainableNamesSeenAlike => SeenAlike(TrainableNames);

    /// <summary>Those of some networks that training and prediction see alike.</summary>
    public static TheoryData<string> SeenAlike(TheoryData<string> names) => [.. ((IEnumerable<string>)names)
        .Where(name => !ByName[name].GetCustomAttributesData().Any(attribute => SeenOtherwise.Contains(attribute.AttributeType)))];

    /// <summary>The instruction sets of this machine.</summary>
    public static IEnumerable<InstructionSet> SupportedInstructionSets =>
        Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported);

    public static Subject Subject(string name) => Networks.Subject.Of(ByName[name]);

    /// <summary>Skips the test, by name, where the machine lacks the instruction set.</summary>
    public static void RequireSupport(InstructionSet instructionSet) =>
        Skip.IfNot(InstructionSets.IsSupported(instructionSet), $"this machine does not have {instructionSet.ToName()}");

    /// <summary>Whether a network has weights that are trained and ends in softmax over a vector.</summary>
    public static bool Trains(Type network)
    {
        var layers = network.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType.IsAssignableTo(typeof(LayerAttribute))).ToList();
        Type[] withWeights =
        [
            typeof(Conv2DAttribute), typeof(DepthwiseConv2DAttribute), typeof(SeparableConv2DAttribute),
            typeof(Conv2DTransposeAttribute), typeof(DenseAttribute), typeof(Conv1DAttribute), typeof(DepthwiseConv1DAttribute),
            typeof(SeparableConv1DAttribute), typeof(LayerNormalizationAttribute),
            typeof(GroupNormalizationAttribute),
        ];
        return layers.Exists(layer => withWeights.Contains(layer.AttributeType)
                && !layer.NamedArguments.Any(argument => argument is { MemberName: "Frozen", TypedValue.Value: true }))
            && (IsSoftmaxOfClasses(layers[^1]) || layers[^1].ConstructorArguments.Any(
                argument => argument.ArgumentType == typeof(Activation) && (int)argument.Value! == (int)Activation.Softmax));
    }

    /// <summary>One over an axis that is named may be over another than the last.</summary>
    private static bool IsSoftmaxOfClasses(CustomAttributeData layer) => layer.AttributeType == typeof(SoftmaxAttribute)
        && !layer.NamedArguments.Any(argument => argument.MemberName is "Axis" or "Axes");
}
