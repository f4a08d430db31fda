namespace CnnGen.Tests.Networks;

/// <content>Layers that move values.</content>
internal sealed partial class RandomStack
{
    /// <summary>A layer that moves values or repeats them.</summary>
    private void AddShape()
    {
        var (height, width, channels) = _shape;
        int choice = _isFlat ? 8 : Next(9);
        switch (choice)
        {
            case 0:
                int[] zeros = [Next(3), Next(3), Next(3), Next(3)];
                if ((height + zeros[0] + zeros[1]) * (width + zeros[2] + zeros[3]) * channels > MostValues)
                    zeros = [0, 0, 0, 0];
                _shape = (height + zeros[0] + zeros[1], width + zeros[2] + zeros[3], channels);
                Add($"[ZeroPadding2D({string.Join(", ", zeros)})]");
                break;
            case 1:
                var (top, left) = (Next(height), Next(width));
                var (bottom, right) = (Next(height - top), Next(width - left));
                _shape = (height - top - bottom, width - left - right, channels);
                Add($"[Cropping2D({top}, {bottom}, {left}, {right})]");
                break;
            case 2:
                var (rows, columns) = (Next(1, 4), Next(1, 4));
                if (Size * rows * columns > MostValues)
                    (rows, columns) = (1, 1);
                _shape = (height * rows, width * columns, channels);
                Add($"[UpSampling2D({rows}, {columns}, Interpolation = Interpolation.{Pick("Nearest", "Bilinear")})]");
                break;
            case 3:
                int[] order = Pick<int[]>([2, 1, 3], [3, 1, 2], [2, 3, 1], [1, 3, 2], [3, 2, 1], [1, 2, 3]);
                int[] extents = [height, width, channels];
                _shape = (extents[order[0] - 1], extents[order[1] - 1], extents[order[2] - 1]);
                Add($"[Permute({string.Join(", ", order)})]");
                break;
            case 4:
                int block = Pick([.. Enumerable.Range(1, 3).Where(size => channels % (size * size) == 0)]);
                _shape = (height * block, width * block, channels / (block * block));
                Add($"[DepthToSpace({block})]");
                break;
            case 5:
                block = Pick([.. Enumerable.Range(1, 3).Where(size => height % size == 0 && width % size == 0)]);
                _shape = (height / block, width / block, channels * block * block);
                Add($"[SpaceToDepth({block})]");
                break;
            case 6:
                (rows, columns) = (Next(1, 12), Next(1, 12));
                if (rows * columns * channels > MostValues)
                    (rows, columns) = (height, width);
                _shape = (rows, columns, channels);
                Add($"[Resizing({rows}, {columns}, Interpolation = Interpolation.{Pick("Bilinear", "Nearest")})]");
                break;
            case 7:
                _shape = (Next(1, height + 1), Next(1, width + 1), channels);
                Add($"[CenterCrop({_shape.Height}, {_shape.Width})]");
                break;
            default:
                int size = Size;
                height = Pick([.. Enumerable.Range(1, size).Where(extent => size % extent == 0)]);
                width = Pick([.. Enumerable.Range(1, size / height).Where(extent => size / height % extent == 0)]);
                (_shape, _isFlat) = ((height, width, size / height / width), false);
                Add($"[Reshape({_shape.Height}, {_shape.Width}, {_shape.Channels})]");
                break;
        }
    }
}
