namespace CnnGen.Tests.Networks;

/// <summary>Threads to test with: alone, even, odd, more than processors or images.</summary>
internal static class ThreadCounts
{
    public static readonly int[] All = [1, 2, 3, 8];
}
