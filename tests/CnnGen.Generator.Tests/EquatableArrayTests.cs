namespace CnnGen.Generator.Tests;

public class EquatableArrayTests
{
    [Fact]
    public void EqualElementsMakeEqualArrays()
    {
        var (a, b) = (new EquatableArray<string>(["x", "y"]), new EquatableArray<string>(["x", new string('y', 1)]));
        Assert.True(a.Equals(b));
        Assert.True(a.Equals((object)b));
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("y", "x")]
    [InlineData("x", "y", "z")]
    [InlineData("x", "Y")]
    public void OtherElementsMakeOtherArrays(params string[] other)
    {
        var array = new EquatableArray<string>(["x", "y"]);
        Assert.False(array.Equals(new EquatableArray<string>(other)));
        Assert.NotEqual(array.GetHashCode(), new EquatableArray<string>(other).GetHashCode());
    }

    [Fact]
    public void TheDefaultValueIsTheEmptyArray()
    {
        EquatableArray<int> array = default;
        Assert.Empty(array);
        Assert.True(array.Equals(EquatableArray<int>.Empty));
        Assert.Equal(EquatableArray<int>.Empty.GetHashCode(), array.GetHashCode());
    }

    [Fact]
    public void IndexesFromBothEnds()
    {
        var array = new EquatableArray<int>([1, 2, 3]);
        Assert.Equal((1, 3, 3), (array[0], array[^1], array.Count));
    }

    [Fact]
    public void ArraysOfArraysCompareToTheBottom() =>
        Assert.True(new EquatableArray<EquatableArray<int>>([new([1]), new([2])]).Equals(new([new([1]), new([2])])));
}
