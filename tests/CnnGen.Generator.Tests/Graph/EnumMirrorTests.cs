namespace CnnGen.Generator.Tests.Graph;

/// <summary>The generator reads and writes enum values by number or name, so its copies of the library's enums must be alike.</summary>
public class EnumMirrorTests
{
    [Theory]
    [InlineData(typeof(CnnGen.Activation), typeof(CnnGen.Generator.Graph.ActivationFunction))]
    [InlineData(typeof(CnnGen.Padding), typeof(CnnGen.Generator.Graph.Padding))]
    [InlineData(typeof(CnnGen.Initializer), typeof(CnnGen.Generator.Graph.Initializer))]
    [InlineData(typeof(CnnGen.Constraint), typeof(CnnGen.Generator.Graph.Constraint))]
    [InlineData(typeof(CnnGen.ConvAlgorithm), typeof(CnnGen.Generator.Graph.ConvAlgorithm))]
    [InlineData(typeof(CnnGen.Interpolation), typeof(CnnGen.Generator.Graph.Interpolation))]
    [InlineData(typeof(CnnGen.NormalizationAxis), typeof(CnnGen.Generator.Graph.NormalizationAxis))]
    [InlineData(typeof(CnnGen.LayerDirection), typeof(CnnGen.Generator.Planning.Plans.ConvolutionDirection))]
    public void MembersAreEqual(Type library, Type generator) =>
        Assert.Equal(Members(library), Members(generator));

    private static IEnumerable<(string Name, int Value)> Members(Type type) =>
        Enum.GetNames(type).Select(name => (name, Convert.ToInt32(Enum.Parse(type, name))));
}
