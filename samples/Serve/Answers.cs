using System.Text.Json.Serialization;

namespace ServeSample;

/// <summary>Numbers of images, as JSON.</summary>
/// <param name="Images">784 numbers from 0 to 255 of each.</param>
internal sealed record NumbersRequest(float[]?[]? Images);

/// <summary>What is in pictures, in the order in which they came.</summary>
/// <param name="Predictions">One for each.</param>
internal sealed record PredictAnswer(IReadOnlyList<Prediction> Predictions);

/// <summary>What is in a picture.</summary>
/// <param name="Classes">The most probable classes, the most probable first.</param>
internal sealed record Prediction(IReadOnlyList<ClassAnswer> Classes);

/// <summary>A class.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Probability">From 0 to 1.</param>
internal sealed record ClassAnswer(string Label, int Index, float Probability);

/// <summary>The network.</summary>
/// <param name="Name">Its class.</param>
/// <param name="InputShape">Rows, columns and channels.</param>
/// <param name="ClassNames">What it tells apart.</param>
/// <param name="Parameters">How many there are.</param>
/// <param name="InstructionSet">What it runs on.</param>
/// <param name="Threads">Processors that it may use.</param>
/// <param name="Trains">Whether the page may train one.</param>
/// <param name="Layers">The layers, the image first.</param>
internal sealed record ModelAnswer(
    string Name, IReadOnlyList<int> InputShape, IReadOnlyList<string> ClassNames, int Parameters, string InstructionSet, int Threads,
    bool Trains, IReadOnlyList<LayerAnswer> Layers);

/// <summary>A layer.</summary>
/// <param name="Name">Its name: <c>conv2d_1</c>.</param>
/// <param name="Kind">Its attribute: <c>Conv2D</c>.</param>
/// <param name="Shape">Rows, columns and channels of its output, or its units.</param>
/// <param name="Parameters">How many it has.</param>
/// <param name="HasFilters">Whether <c>/model/filters</c> has some of it.</param>
internal sealed record LayerAnswer(string Name, string Kind, IReadOnlyList<int> Shape, int Parameters, bool HasFilters);

/// <summary>Weights of a layer.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Shape">Rows, columns, channels that it reads, and filters; or units that it reads, and units.</param>
/// <param name="Values">Little-endian float32, row-major.</param>
internal sealed record FiltersAnswer(string Layer, IReadOnlyList<int> Shape, byte[] Values);

/// <summary>What a picture becomes in the network.</summary>
/// <param name="Input">The picture as the network takes it.</param>
/// <param name="Layers">The outputs of the layers that were asked for.</param>
/// <param name="Probabilities">One for each class.</param>
internal sealed record InspectAnswer(
    ValuesAnswer Input, IReadOnlyList<LayerValuesAnswer> Layers, IReadOnlyList<float> Probabilities);

/// <summary>Numbers.</summary>
/// <param name="Shape">Rows, columns and channels.</param>
/// <param name="Values">Little-endian float32, row-major, channels last.</param>
internal sealed record ValuesAnswer(IReadOnlyList<int> Shape, byte[] Values);

/// <summary>The output of a layer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its attribute.</param>
/// <param name="Shape">Rows, columns and channels, or units.</param>
/// <param name="Activation">What its outputs went through.</param>
/// <param name="Values">Little-endian float32, row-major, channels last.</param>
internal sealed record LayerValuesAnswer(string Name, string Kind, IReadOnlyList<int> Shape, string Activation, byte[] Values);

/// <summary>Where a class comes from.</summary>
/// <param name="Class">The number of the class.</param>
/// <param name="Label">Its name.</param>
/// <param name="Layer">The layer whose map it is.</param>
/// <param name="Shape">Rows and columns.</param>
/// <param name="Values">Little-endian float32, row-major; none is negative.</param>
internal sealed record GradCamAnswer(int Class, string Label, string Layer, IReadOnlyList<int> Shape, byte[] Values);

/// <summary>What a unit sees.</summary>
/// <param name="Layer">Its layer.</param>
/// <param name="Row">Its row.</param>
/// <param name="Column">Its column.</param>
/// <param name="Channel">Its channel.</param>
/// <param name="Value">Its value.</param>
/// <param name="Field">The pixels that may matter to it.</param>
/// <param name="Gradient">How much each pixel of the picture does: of the picture's shape.</param>
internal sealed record FieldAnswer(
    string Layer, int Row, int Column, int Channel, float Value, RectangleAnswer Field, ValuesAnswer Gradient);

/// <summary>A rectangle of pixels.</summary>
/// <param name="Row">Its first row.</param>
/// <param name="Column">Its first column.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record RectangleAnswer(int Row, int Column, int Rows, int Columns);

// Written when the project is built, since machine code of NativeAOT looks nothing up.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(NumbersRequest))]
[JsonSerializable(typeof(PredictAnswer))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(FiltersAnswer))]
[JsonSerializable(typeof(InspectAnswer))]
[JsonSerializable(typeof(GradCamAnswer))]
[JsonSerializable(typeof(FieldAnswer))]
[JsonSerializable(typeof(Training.TrainingAnswer))]
[JsonSerializable(typeof(Training.BatchPoint))]
[JsonSerializable(typeof(Training.EpochPoint))]
internal sealed partial class Answers : JsonSerializerContext;
