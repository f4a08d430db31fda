namespace CnnGen.Formats;

/// <summary>What CnnGen calls things in the metadata of safetensors files.</summary>
internal static class MetadataKeys
{
    /// <summary>The answer of the network whose weights a file has, to images that are the same everywhere.</summary>
    public const string Answer = "cnngen.answer";
}
