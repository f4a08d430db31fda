namespace CnnGen.Tests.Networks;

/// <content>Layers of sequences.</content>
internal sealed partial class RandomStack
{
    /// <summary>Half of the maps of one row enter as sequences.</summary>
    private string Input() => _shape.Height == 1 && Next(2) == 0
        ? $"[Input({_shape.Width}, {_shape.Channels})]"
        : $"[Input({_shape.Height}, {_shape.Width}, {_shape.Channels})]";

    /// <summary>Half of the layers of maps of one row are those of sequences.</summary>
    private bool AddOfSequence()
    {
        if (_isFlat || _shape.Height > 1 || Next(2) == 0)
            return false;
        var (_, length, channels) = _shape;
        switch (Next(7))
        {
            case 0:
                AddConvolutionOfSequence();
                break;
            case 1:
                string window = SlideAlong(Axis(length, 6), "Valid", "Same");
                int filters = PickChannels(MostValues / _shape.Width, length * channels);
                bool isSeparable = Next(2) == 0;
                _shape.Channels = isSeparable ? filters : channels;
                Add($"[{(isSeparable ? $"SeparableConv1D({filters}, " : "DepthwiseConv1D(")}{window}, Activation ="
                    + $" Activation.{Pick(Activations)})]");
                break;
            case 2:
                Add($"[MaxPool1D({SlideAlong(Axis(length, 3), "Valid", "Same")})]");
                break;
            case 3:
                Add($"[AveragePool1D({SlideAlong(Axis(length, 5), "Valid", "Same")})]");
                break;
            case 4:
                var (before, behind) = (Next(3), Next(3));
                _shape.Width += before + behind;
                Add($"[ZeroPadding1D({before}, {behind})]");
                break;
            case 5:
                var left = Next(length);
                var right = Next(length - left);
                _shape.Width -= left + right;
                Add($"[Cropping1D({left}, {right})]");
                break;
            default:
                int size = Size * 3 > MostValues ? 1 : Next(1, 4);
                _shape.Width *= size;
                Add($"[UpSampling1D({size})]");
                break;
        }

        return true;
    }

    private void AddConvolutionOfSequence()
    {
        var axis = Axis(_shape.Width, 7);
        axis = Next(3) == 0 ? (axis.Size, 1, Pick(1, 2, 3)) : axis;
        int perFilter = Size * axis.Size;
        string window = SlideAlong(axis, "Valid", "Same", "Causal");
        int filters = PickChannels(MostValues / _shape.Width, perFilter);
        int groups = Next(4) == 0
            ? Pick([.. Enumerable.Range(1, filters).Where(fit => filters % fit == 0 && _shape.Channels % fit == 0)])
            : 1;
        _shape.Channels = filters;
        Add($"[Conv1D({filters}, {window}, Dilation = {axis.Dilation}, Groups = {groups}, Activation = Activation.{Pick(Activations)}"
            + $"{Pick("", ", UseBias = false")})]");
    }

    /// <summary>A window along a sequence, whose length becomes that of its positions; its arguments.</summary>
    private string SlideAlong((int Size, int Stride, int Dilation) axis, params string[] paddings)
    {
        string padding = Covered(axis) > _shape.Width ? "Same" : Pick(paddings);
        _shape.Width = Positions(_shape.Width, axis, same: padding != "Valid");
        return $"{axis.Size}, Strides = {axis.Stride}, Padding = Padding.{padding}";
    }
}
