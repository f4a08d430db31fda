using System.Text.Json;
using static CnnGen.Import.Writing.CSharp;

namespace CnnGen.Import.Keras;

/// <summary>
/// Reads options that several layers of Keras have, into arguments of an attribute. What is the attribute's default is left out.
/// </summary>
internal static class KerasOptions
{
    /// <summary>Where the channels of maps are; those of sequences are last.</summary>
    public static void DataFormat(KerasLayer layer)
    {
        var format = layer.Config.Word("data_format", "channels_last");
        if (layer.Axes == 3 && format is "channels_first" or "channels_last")
        {
            layer.Turn(format == "channels_first");
            if (format == "channels_first" && layer.Layer["Activation"] is "Activation.Softmax" or "Activation.LogSoftmax")
                layer.Config.Report("its activation is over columns; give it one over channels, by a Softmax layer with axis 1");
        }
        else if (layer.Axes != 1 && format != "channels_last")
        {
            var right = layer.Axes == 3 ? "channels_last or channels_first" : "channels_last";
            layer.Config.Report($"data_format is {format}, but must be {right}: build the model with it, and copy the weights");
        }
    }

    /// <summary>A layer that counts axes, or works along the last one: maps come to it as the file has them.</summary>
    public static void AsInFile(KerasLayer layer) => layer.Turn(false);

    /// <summary>The activation, a property.</summary>
    public static void Activation(KerasLayer layer)
    {
        if (KerasActivations.Read(layer, "activation") is var activation && activation != CnnGen.Activation.Linear)
            layer.Layer.Set("Activation", $"Activation.{activation}");
    }

    /// <summary>Padding, a property.</summary>
    public static void Padding(KerasLayer layer)
    {
        var padding = layer.Config.Word("padding", "valid");
        if (padding is "same" or "causal")
            layer.Layer.Set("Padding", padding == "same" ? "Padding.Same" : "Padding.Causal");
        else if (padding != "valid")
            layer.Config.Report($"padding is {padding}, but must be valid, same or, of a Conv1D, causal");
    }

    /// <summary>A whole number of the constructor.</summary>
    public static Action<KerasLayer> Int(string key) => layer => layer.Layer.Add(Text(layer.Config.Int(key)));

    /// <summary>A number of the constructor, without which it is <paramref name="otherwise"/>.</summary>
    public static Action<KerasLayer> Float(string key, float? otherwise = null) => layer =>
    {
        if (layer.Config.Float(key, otherwise) is var value && value != otherwise)
            layer.Layer.Add(Text(value));
    };

    /// <summary>A number, a property.</summary>
    public static Action<KerasLayer> Float(string key, string property, float otherwise) => layer =>
    {
        if (layer.Config.Float(key, otherwise) is var value && value != otherwise)
            layer.Layer.Set(property, Text(value));
    };

    /// <summary>A whole number, a property.</summary>
    public static Action<KerasLayer> Int(string key, string property, int otherwise) => layer =>
    {
        if (layer.Config.Int(key, otherwise) is var value && value != otherwise)
            layer.Layer.Set(property, Text(value));
    };

    /// <summary>True or false, a property.</summary>
    public static Action<KerasLayer> Bool(string key, string property, bool otherwise) => layer =>
    {
        if (layer.Config.Bool(key, otherwise) is var value && value != otherwise)
            layer.Layer.Set(property, value ? "true" : "false");
    };

    /// <summary>An option that must be what it is here, or left out.</summary>
    public static Action<KerasLayer> Only(string key, int value) => layer =>
    {
        if (layer.Config.Int(key, value) != value)
            layer.Config.Report(key, Text(value), layer.Config[key]);
    };

    /// <summary>Rows and columns of a window, of the constructor: one number where they are the same.</summary>
    public static Action<KerasLayer> Window(string key, int? otherwise = null) => layer =>
    {
        if (layer.Config.Ints(key, 2, otherwise) is var sides && sides[0] == sides[1] && sides[0] != otherwise)
            layer.Layer.Add(Text(sides[0]));
        else if (sides[0] != sides[1])
            AddEach(layer, sides);
    };

    /// <summary>The extent of a window along a sequence, of the constructor.</summary>
    public static Action<KerasLayer> Length(string key, int? otherwise = null) => layer =>
    {
        if (layer.Config.Ints(key, 1, otherwise)[0] is var length && length != otherwise)
            layer.Layer.Add(Text(length));
    };

    /// <summary>Steps in rows and columns, properties; as the option says where they are left out.</summary>
    public static Action<KerasLayer> Strides(string? like = null) => layer =>
    {
        var otherwise = like is null ? [1, 1] : layer.Config.Ints(like, 2, 2);
        var strides = layer.Config.Has("strides") ? layer.Config.Ints("strides", 2) : otherwise;
        SetSides(layer, strides, otherwise, "Strides", "StrideHeight", "StrideWidth");
    };

    /// <summary>The step along a sequence, a property.</summary>
    public static Action<KerasLayer> Stride(string? like = null) => layer =>
    {
        var otherwise = like is null ? 1 : layer.Config.Ints(like, 1, 2)[0];
        var stride = layer.Config.Has("strides") ? layer.Config.Ints("strides", 1)[0] : otherwise;
        if (stride != otherwise)
            layer.Layer.Set("Strides", Text(stride));
    };

    /// <summary>Steps within a kernel, properties.</summary>
    public static void Dilation(KerasLayer layer) =>
        SetSides(layer, layer.Config.Ints("dilation_rate", 2, 1), [1, 1], "Dilation", "DilationHeight", "DilationWidth");

    /// <summary>The step within the kernel of a sequence, a property.</summary>
    public static void Dilation1D(KerasLayer layer)
    {
        if (layer.Config.Ints("dilation_rate", 1, 1)[0] is var dilation and not 1)
            layer.Layer.Set("Dilation", Text(dilation));
    }

    /// <summary>What weights, or outputs, cost, and what weights are held to: properties that begin with the name.</summary>
    public static Action<KerasLayer> Weights(params string[] names) => layer =>
    {
        foreach (var name in names)
        {
            KerasPenalties.ReadRegularizer(layer, $"{name}_regularizer");
            if (name != "activity")
                KerasPenalties.ReadConstraint(layer, $"{name}_constraint");
        }
    };

    /// <summary>The axes of a map, <c>Axis</c>, or <c>Axes</c> where they are several; of a sequence or vector the last alone.</summary>
    public static void Axes(KerasLayer layer)
    {
        var value = layer.Config["axis"];
        var count = value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : 1;
        var axes = layer.Config.Ints("axis", count, -1);
        if (axes is [var only] && (only == -1 || only == layer.Axes))
            return;
        if (layer.Axes != 3)
            layer.Config.Report("axis", "-1, the last one", value);
        else if (axes is [var one])
            layer.Layer.Set("Axis", Text(one));
        else
            layer.Layer.Set("Axes", $"[{string.Join(", ", axes)}]");
    }

    /// <summary>Channels: the last axis, or the first of maps in models that have them there.</summary>
    public static void ChannelAxis(KerasLayer layer)
    {
        var axis = layer.Config.Ints("axis", 1, -1)[0];
        var isFirst = layer is { IsOfChannelsFirst: true, Axes: 3 } && axis is 1 or -3;
        layer.Turn(isFirst);
        if (!isFirst && axis != -1 && axis != layer.Axes)
            layer.Config.Report("axis", $"-1 or {layer.Axes}, the channels", layer.Config["axis"]);
    }

    /// <summary>Adds several arguments of the constructor.</summary>
    public static void AddEach(KerasLayer layer, IEnumerable<int> values)
    {
        foreach (var value in values)
            layer.Layer.Add(Text(value));
    }

    /// <summary>Sides of an image that are one number, two, or four: as the constructors of paddings and croppings take them.</summary>
    public static Action<KerasLayer> Sides(string key, int otherwise) => layer =>
    {
        var value = layer.Config[key];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(side => side.ValueKind == JsonValueKind.Array))
        {
            int[] sides =
            [
                .. value.EnumerateArray().SelectMany(side => side.EnumerateArray())
                    .Select(side => side.ValueKind == JsonValueKind.Number && side.TryGetInt32(out var extent) ? extent : -1),
            ];
            if (sides is not [var top, var bottom, var left, var right] || sides.Any(side => side < 0))
                layer.Config.Report(key, "((top, bottom), (left, right))", value);
            else
                AddEach(layer, (top, left) != (bottom, right) ? sides : top == left ? [top] : [top, left]);
            return;
        }

        AddEach(layer, [.. layer.Config.Ints(key, 2, otherwise).Distinct()]);
    };

    private static void SetSides(KerasLayer layer, int[] sides, int[] otherwise, string both, string rows, string columns)
    {
        if (sides[0] == otherwise[0] && sides[1] == otherwise[1])
            return;
        if (sides[0] == sides[1])
        {
            layer.Layer.Set(both, Text(sides[0]));
            return;
        }

        layer.Layer.Set(rows, Text(sides[0]));
        layer.Layer.Set(columns, Text(sides[1]));
    }
}
