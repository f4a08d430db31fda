using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Distributed.Tests.Support;

/// <summary>Jobs of MPI on this machine.</summary>
internal static class MpiRun
{
    private static readonly Lazy<bool> IsThere = new(FindOrInstall);

    // mpirun does not like to be run by root, as containers do, nor more processes than there are processors.
    private static readonly (string, string?)[] Environment = [("OMPI_ALLOW_RUN_AS_ROOT", "1"), ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1")];

    /// <summary>Runs a program of .NET in some processes to its end. Without mpirun the test is skipped; under CI it fails.</summary>
    /// <param name="processes">How many.</param>
    /// <param name="assembly">The program.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="instructionSet">The best that the processes may use; null: any.</param>
    public static Command Run(int processes, string assembly, string[] arguments, string? instructionSet = null)
    {
        Require();
        return Command.Run("mpirun", Path.GetTempPath(), ArgumentsOf(processes, assembly, arguments), null, [
            .. Environment, ("CNNGEN_ISA", instructionSet),
        ]);
    }

    /// <summary>The command line of mpirun.</summary>
    /// <param name="processes">How many processes.</param>
    /// <param name="assembly">The program.</param>
    /// <param name="arguments">Its command line.</param>
    public static string[] ArgumentsOf(int processes, string assembly, string[] arguments) =>
        ["-n", $"{processes}", "--oversubscribe", "--bind-to", "none", "dotnet", assembly, .. arguments];

    /// <summary>Sets what mpirun needs to be set.</summary>
    /// <param name="environment">Variables of a process.</param>
    public static void Prepare(IDictionary<string, string?> environment)
    {
        foreach (var (name, value) in Environment)
            environment[name] = value;
    }

    /// <summary>Skips the test where there is no mpirun.</summary>
    public static void Require()
    {
        const string missing = "jobs need mpirun, and tests/install-openmpi.sh could not install it";
        if (System.Environment.GetEnvironmentVariable("CI") == "true")
            Assert.True(IsThere.Value, missing);
        Skip.IfNot(IsThere.Value, missing);
    }

    private static bool FindOrInstall()
    {
        if (!Find() && OperatingSystem.IsLinux())
            Command.Run("bash", Repository.Root, [Repository.PathOf("tests", "install-openmpi.sh")]);
        return Find();
    }

    private static bool Find() => (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "mpirun")));
}
