namespace CnnGen;

/// <summary>
/// Lets <see cref="CompiledNetwork.Inspect"/> look inside of a network: every layer's output, and the gradient of any value with respect to
/// all of them, down to the image.
/// </summary>
/// <remarks>
/// The generator writes a second network for it, whose layers are not computed along with their neighbours; the program grows by about as
/// much as the network takes, and what does not look inside is as fast as without. It may stand on any declaration of the class.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
public sealed class InspectableAttribute : Attribute;
