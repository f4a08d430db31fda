using Microsoft.AspNetCore.Connections;
using ServeSample;

return ServeOptions.Command(Run).Parse(args).Invoke();

// 0 done, 1 wrong command line, 2 a file that cannot be read or an address that cannot be had.
static int Run(ServeOptions options)
{
    WebApplication app;
    try
    {
        app = ServeApp.Create(options);
    }
    catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException
        || (error is InvalidOperationException && error.Message.Contains("CNNGEN_ISA", StringComparison.Ordinal)))
    {
        return Fail(2, error.Message);
    }

    try
    {
        app.Start();
    }
    catch (IOException error) when (error.InnerException is AddressInUseException)
    {
        return Fail(2, $"another program has the address {options.Urls}: end it, or choose another port with --port.");
    }
    catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
    {
        return Fail(2, $"{options.Urls}: {error.Message}");
    }
    catch (Exception error) when (error is FormatException or InvalidOperationException)
    {
        return Fail(1, $"--urls {options.Urls}: {error.Message}");
    }

    Console.WriteLine($"{ClothesCnn.Information.Name} is served at {string.Join(" and ", app.Urls)} (Ctrl-C ends it)");
    app.WaitForShutdown();
    return 0;
}

static int Fail(int code, string sentence)
{
    Console.Error.WriteLine($"Error: {sentence}");
    return code;
}
