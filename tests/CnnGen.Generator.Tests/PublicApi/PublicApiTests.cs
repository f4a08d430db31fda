using System.Runtime.Loader;
using CnnGen.Generator.Tests.Support;
using PublicApiGenerator;

namespace CnnGen.Generator.Tests.PublicApi;

/// <summary>The public surface of what is shipped is checked-in text: a change of it is a change that reviewers see.</summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("CnnGen")]
    [InlineData("CnnGen.AspNetCore")]
    [InlineData("CnnGen.Charts")]
    [InlineData("CnnGen.Distributed")]
    [InlineData("CnnGen.Images")]
    [InlineData("CnnGen.Import")]
    [InlineData("CnnGen.Progress")]
    [InlineData("CnnGen.Visualization")]
    public void ThePublicSurfaceIsTheReviewedOne(string library) => Snapshot.Verify(Surface(library, "net10.0"), library);

    [Theory]
    [InlineData("CnnGen")]
    [InlineData("CnnGen.AspNetCore")]
    [InlineData("CnnGen.Charts")]
    [InlineData("CnnGen.Distributed")]
    [InlineData("CnnGen.Images")]
    [InlineData("CnnGen.Import")]
    [InlineData("CnnGen.Progress")]
    [InlineData("CnnGen.Visualization")]
    public void EveryFrameworkHasTheSameSurface(string library) => Assert.Equal(Surface(library, "net10.0"), Surface(library, "net9.0"));

    /// <summary>The surface of an assembly as its project builds it; nothing of it runs.</summary>
    private static string Surface(string library, string framework)
    {
        // A context of its own, because this process has another assembly of that name.
        var context = new AssemblyLoadContext(framework, isCollectible: true);
        try
        {
            var assembly = context.LoadFromAssemblyPath(
                Repository.PathOf("src", library, "bin", Repository.Configuration, framework, $"{library}.dll"));
            // How a method clears its locals is no business of its callers.
            var options = new ApiGeneratorOptions
            {
                IncludeAssemblyAttributes = false,
                ExcludeAttributes = ["System.Runtime.CompilerServices.SkipLocalsInitAttribute"],
            };
            return ApiGenerator.GeneratePublicApi(assembly, options).ReplaceLineEndings("\n") + "\n";
        }
        finally
        {
            context.Unload();
        }
    }
}
