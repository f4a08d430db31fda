namespace CnnGen;

/// <summary>
/// Gives a network the weights of a safetensors file, which the build compares with its layers: a tensor that is missing, too many or of
/// another shape is an error at this attribute. The constructor loads them.
/// </summary>
/// <param name="file">The name of the file, without its folder; or the <c>Link</c> of its item.</param>
/// <remarks>
/// <para>The file is an item <c>CnnGenWeights</c> of the project, as every safetensors file beside the project file is by itself. It is
/// copied beside the program and read where it is mapped into memory; with <c>&lt;CnnGenWeights Include="..." Embed="true" /&gt;</c> it is
/// a part of the assembly.</para>
/// <para>It may stand on any declaration of the class, so that a program can add it to a network whose file it shares with the project
/// that trains it.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
public sealed class WeightsAttribute(string file) : Attribute
{
    /// <summary>The name of the file.</summary>
    public string File { get; } = file;

    /// <summary>
    /// Whether the constructor compares the network's answer to four test images with the one in the file, and throws an
    /// <see cref="InvalidDataException"/> where they differ; false when left out. It takes the time of four predictions. The answer is
    /// stored by <c>cnngen import --answer</c>, or by <see cref="INetwork.Save"/>.
    /// </summary>
    public bool Verify { get; set; }
}
