using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Images of one shape that are read one by one, in any order: a data set that need not fit into memory. An <see cref="ImageDataset"/> is
/// one; files, a data base, an archive or images that are computed become one by a class with <see cref="Count"/>, <see cref="Shape"/> and
/// <see cref="Read"/>.
/// </summary>
/// <remarks>
/// <see cref="NetworkTraining.Fit"/> and <see cref="NetworkTraining.Evaluate"/> read it on a few threads, so many batches ahead of the step
/// (<see cref="FitOptions.ReadThreads"/>, <see cref="FitOptions.ReadAhead"/>), and trainings on several threads may share it. All
/// properties stay what they are, and image i is the same whenever it is read: then a training is repeated and resumed to the bit.
/// </remarks>
public interface IImageSource
{
    /// <summary>Number of images.</summary>
    int Count { get; }

    /// <summary>Rows, columns and channels of every image.</summary>
    ImageShape Shape { get; }

    /// <summary>Whether images are bytes (0 to 255) rather than floats; true when left out.</summary>
    bool HasBytes => true;

    /// <summary>Whether targets are classes or floats; classes when left out.</summary>
    TargetKind TargetKind => TargetKind.Classes;

    /// <summary>Classes, or floats, of the target of one image; 1 when left out.</summary>
    int TargetSize => 1;

    /// <summary>
    /// The targets of all images, <see cref="Count"/> x <see cref="TargetSize"/>, where they are in memory; else nothing, as when left out.
    /// Then all of them are checked before a training begins, and <see cref="Read"/> need not write them. Otherwise each is checked when it
    /// is read, which may be late in the first epoch.
    /// </summary>
    Targets Targets => default;

    /// <summary>
    /// Reads one image, and its target unless <see cref="Targets"/> has it. Called by several threads at a time.
    /// </summary>
    /// <param name="image">Its number, from 0 to <see cref="Count"/> - 1.</param>
    /// <param name="buffer">Where it is to be written to, all of it: what was there before is another image.</param>
    /// <remarks>
    /// An exception comes out of the training as the inner one of an <see cref="ImageReadException"/>. A training that ends waits for reads
    /// that are under way.
    /// </remarks>
    void Read(int image, ImageBuffer buffer);
}
