namespace CnnGen.Training;

/// <summary>
/// What has settings that a training depends on: optimizers, schedules, losses, metrics, augmentations, sources of images, and callbacks
/// that change what is learned. A checkpoint of <see cref="NetworkTraining.Fit"/> keeps them, so that nobody goes on with others unawares.
/// Of what does not implement it, the name of its class is all that is compared.
/// </summary>
public interface IHasSettings
{
    /// <summary>Adds all settings, each under its name; Keras' <c>get_config</c>.</summary>
    /// <param name="settings">Where to; there may be others.</param>
    void AddSettings(SettingList settings);
}
