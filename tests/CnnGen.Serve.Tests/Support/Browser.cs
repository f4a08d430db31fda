using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;
using Microsoft.Playwright;

namespace CnnGen.Serve.Tests.Support;

/// <summary>The browser of the system, which tests look at the page with.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly Lazy<string?> Found = new(FindOrInstall);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser. Where it could not be installed the test is skipped; under CI it fails.</summary>
    internal IBrowser Instance
    {
        get
        {
            const string missing = "the page is looked at with chromium, and tests/install-chromium.sh could not install it";
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.True(_browser is not null, missing);
            Skip.If(_browser is null, missing);
            return _browser!;
        }
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Found.Value is not { } path)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] });
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }

    private static string? FindOrInstall()
    {
        if (Find() is null && OperatingSystem.IsLinux())
            Command.Run("bash", Repository.Root, [Repository.PathOf("tests", "install-chromium.sh")]);
        return Find();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);
}
