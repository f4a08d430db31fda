using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CnnGen.Deployment.Tests.Support;

/// <summary>A web service that is a program of its own.</summary>
internal static class WebProgram
{
    /// <summary>Starts it at a port that is free.</summary>
    /// <param name="program">The program; it takes <c>--urls</c>, and says where it listens.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="arguments">What goes before <c>--urls</c>.</param>
    /// <returns>To be killed.</returns>
    public static Process Start(string program, out Uri address, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, [.. arguments, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        var service = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var said = "";
        while (service.StandardOutput.ReadLine() is { } line)
        {
            said += $"{line}\n";
            if (Regex.Match(line, @"(Now listening on:|is served at) (?<address>\S+)") is { Success: true } match)
            {
                // What it says from here on is read, so that it never waits for a reader.
                _ = service.StandardOutput.ReadToEndAsync();
                address = new Uri(match.Groups["address"].Value);
                return service;
            }
        }

        throw new InvalidOperationException($"{program} ended and said\n{said}");
    }
}
