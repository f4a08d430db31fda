namespace CnnGen.Import.Keras;

/// <summary>Layers of Keras that change images in training alone; predictions pass them by.</summary>
internal static class KerasAugmentations
{
    // Those that are augmentations here, under the same names.
    private static readonly HashSet<string> Known =
    [
        "RandomBrightness", "RandomContrast", "RandomErasing", "RandomFlip", "RandomGrayscale", "RandomHue", "RandomRotation",
        "RandomSaturation", "RandomTranslation", "RandomZoom", "MixUp", "CutMix",
    ];

    private static readonly HashSet<string> Others =
    [
        "AugMix", "RandAugment", "RandomColorDegeneration", "RandomColorJitter", "RandomElasticTransform", "RandomGaussianBlur",
        "RandomInvert", "RandomPerspective", "RandomPosterization", "RandomSharpness", "RandomShear",
    ];

    /// <summary>What does in training what a layer does; null of a layer that is no augmentation.</summary>
    /// <param name="kind">The layer's class.</param>
    public static string? Replacement(string kind) =>
        Known.Contains(kind) ? $"FitOptions.Augmentation with {kind} does what it did"
        : Others.Contains(kind) ? "an IAugmentation of your own would do what it did"
        : null;

    /// <summary>Why a layer is refused, though its name is that of an augmentation; null of other layers.</summary>
    /// <param name="kind">The layer's class.</param>
    public static string? Objection(string kind) => kind switch
    {
        "RandomCrop" => "predictions, too, depend on it: Keras 2 crops and resizes them, Keras 3 does not, and its shape is wrong; make the"
            + " model with CenterCrop or Resizing in its place",
        "RandomHeight" or "RandomWidth" => "the size of images behind it is not known; make the model without it",
        _ => null,
    };
}
