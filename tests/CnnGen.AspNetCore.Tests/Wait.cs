using Xunit;

namespace CnnGen.AspNetCore.Tests;

/// <summary>Waits for what others do.</summary>
internal static class Wait
{
    /// <summary>Waits until something is so, a minute at most.</summary>
    /// <param name="condition">Whether it is.</param>
    public static async Task For(Func<bool> condition)
    {
        for (var end = DateTime.UtcNow.AddMinutes(1); !condition(); await Task.Delay(1))
            Assert.True(DateTime.UtcNow < end, "it never came to pass");
    }
}
