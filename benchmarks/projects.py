"""What it takes to build projects with many networks again after one attribute changed: whole processes of `dotnet build`, as a user starts them."""
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
COUNTS = [1, 10, 30]
LIBRARY = HERE / "../src/CnnGen/bin/Release/net10.0/CnnGen.dll"
COMPILER_EXTENSIONS = [HERE / f"../generator/{name}/bin/Release/netstandard2.0/{name}.dll" for name in ("CnnGen.Generator", "CnnGen.CodeFixes")]


def network(number: int) -> str:
    """Eight layers; no two of thirty networks have the same shapes."""
    channels, size = 8 + 4 * (number % 10), (28, 32, 24)[number % 3]
    convolution = "[Conv2D({}, 3, Padding = Padding.Same, Activation = Activation.Relu)]"
    return (
        f"[Input({size}, {size}, {1 + 2 * (number % 2)})] {convolution.format(channels)} {convolution.format(channels)} [MaxPool2D(2)]"
        f" {convolution.format(2 * channels)} [MaxPool2D(2)] [Flatten] [Dense({32 + number}, Activation = Activation.Relu)]"
        f" [Dense(10, Activation.Softmax)] public partial class Net{number};"
    )


def project() -> str:
    """A project as `dotnet new` makes one, with the library and what comes with it."""
    analyzers = "".join(f'<Analyzer Include="{path.resolve()}" />' for path in COMPILER_EXTENSIONS)
    return (
        '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable>'
        "<ImplicitUsings>enable</ImplicitUsings><AllowUnsafeBlocks>true</AllowUnsafeBlocks></PropertyGroup>"
        f'<ItemGroup><Reference Include="{LIBRARY.resolve()}" />{analyzers}</ItemGroup></Project>'
    )


def build(folder: str) -> float:
    """Builds a project; returns the processor seconds of all processes that took part."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # No server and no worker that goes on after the build: their time would be seen by nobody.
    subprocess.run(
        ["dotnet", "build", "-c", "Release", "-v", "quiet", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false", folder],
        check=True, stdout=sys.stderr, env={**os.environ, "MSBUILDDISABLENODEREUSE": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure() -> list[list[str]]:
    """Rows of a table: networks, processor seconds of a build after one attribute changed, the same for each network, the assembly."""
    rows = [["networks", "processor seconds", "for each network", "assembly, MB"]]
    for count in COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            text = "\n".join(["using CnnGen;", "namespace Many;", *map(network, range(count))])
            source = Path(folder, "Networks.cs")
            Path(folder, "Many.csproj").write_text(project())
            source.write_text(text)
            build(folder)
            source.write_text(text.replace("[Dense(32,", "[Dense(31,"))
            seconds = build(folder)
            size = Path(folder, "bin/Release/net10.0/Many.dll").stat().st_size
        rows.append([str(count), f"{seconds:.1f}", f"{seconds / count:.2f}", f"{size / 1e6:.2f}"])
        print("  ".join(rows[-1]), file=sys.stderr)
    return rows
