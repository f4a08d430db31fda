using System.Net.Sockets;
using ServeSample;

return ServeOptions.Command(Run).Parse(args).Invoke();

// 0 done, 1 wrong command line, 2 a file that cannot be read or an address that cannot be had.
static int Run(ServeOptions options)
{
    try
    {
        var app = ServeApp.Create(options);
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(
            $"{ClothesCnn.Information.Name} is served at {string.Join(" and ", app.Urls)} (Ctrl-C ends it)"));
        app.Run();
        return 0;
    }
    catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
    {
        Console.Error.WriteLine($"Error: another program has the address {options.Urls}: end it, or choose another port with --port.");
        return 2;
    }
    catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or SocketException
        || (error is InvalidOperationException && error.Message.Contains("CNNGEN_ISA", StringComparison.Ordinal)))
    {
        Console.Error.WriteLine($"Error: {error.Message}");
        return 2;
    }
    catch (FormatException error)
    {
        Console.Error.WriteLine($"Error: --urls {options.Urls}: {error.Message}");
        return 1;
    }
}
