namespace CnnGen.Import.Onnx.Operators;

/// <summary>Images of other sizes.</summary>
internal static class Resizes
{
    /// <summary>Resize.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Resize(OnnxNode node)
    {
        var (input, mode) = (Image(node), node.Word("mode", "nearest"));
        var coordinates = node.Word("coordinate_transformation_mode", "half_pixel");
        var nearest = node.Word("nearest_mode", "round_prefer_floor");
        // Of other modes, or of what is cut out before.
        _ = (node.Float("cubic_coeff_a", 0), node.Float("extrapolation_value", 0), node.Int("exclude_outside", 0));
        if (node.Int("antialias", 0) != 0)
            node.Report("antialias is 1, but must be 0");
        if (node.Word("keep_aspect_ratio_policy", "stretch") is not "stretch" and var policy)
            node.Report($"keep_aspect_ratio_policy is {policy}, but must be stretch");
        if (node.Opset < 11)
            (coordinates, nearest) = ("asymmetric", "floor");
        var (scales, sizes) = (node.Known(node.Opset < 11 ? 1 : 2), node.Known(3));
        int[] axes = node.Ints("axes") ?? [0, 1, 2, 3];
        var (height, width) = (input.Map.Height, input.Map.Width);
        int[] sides = [height, width];
        float[] factors = [1, 1];
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = axes[i] < 0 ? axes[i] + 4 : axes[i];
            var isSize = sizes is { Count: > 0 };
            var numbers = isSize ? sizes! : scales is { Count: > 0 } ? scales : throw node.Refuse("it has neither scales nor sizes");
            if (numbers.Count != axes.Length)
                throw node.Refuse($"it has {numbers.Count} scales or sizes, but must have {axes.Length}");
            if (axis < 2)
            {
                var isOther = isSize ? axis == 1 && numbers.ToIntegers()[i] != input.Map.Channels : numbers.ToFloats()[i] != 1;
                if (isOther)
                    throw node.Refuse("it resizes the batch or the channels, but may resize rows and columns alone");
                continue;
            }

            var side = axis - 2;
            factors[side] = isSize ? numbers.ToIntegers()[i] / (float)sides[side] : numbers.ToFloats()[i];
            var size = isSize ? numbers.ToIntegers()[i] : (long)Math.Floor(sides[side] * (double)factors[side]);
            sides[side] = size is >= 1 and <= int.MaxValue ? (int)size : throw node.Refuse($"a side would be {size}");
        }

        return To(node, input, sides, factors, mode, coordinates, nearest);
    }

    /// <summary>Upsample, of versions before 10.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Upsample(OnnxNode node)
    {
        var (input, mode) = (Image(node), node.Word("mode", "nearest"));
        var scales = node.Floats("scales") ?? (node.Has(1) ? node.Numbers(1, 4) : null);
        if (scales is not [1, 1, var rows, var columns])
            throw node.Refuse("its scales must be 1 of the batch and of the channels");
        int[] sides = [(int)Math.Floor((double)input.Map.Height * rows), (int)Math.Floor((double)input.Map.Width * columns)];
        return To(node, input, sides, [rows, columns], mode, "asymmetric", "floor");
    }

    /// <summary>DepthToSpace, in either order of channels.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue DepthToSpace(OnnxNode node)
    {
        var (input, size) = (Image(node), node.Int("blocksize", 0));
        var channels = input.Map.Channels;
        if (size < 1 || channels % (size * (long)size) != 0)
            throw node.Refuse($"blocksize is {size}, whose square must divide {channels} channels");
        var mode = node.Word("mode", "DCR");
        if (mode == "CRD")
        {
            // The blocks of a channel side by side: the convolution before it may as well give them in the other order.
            var depth = channels / (size * size);
            int[] places = OnnxIndex.Places([size, size, depth], [size, 1, size * size]);
            if (!node.ReadsAlone(0) || !Reorder(node, input, places))
            {
                throw node.Refuse(
                    "mode is CRD, which is read directly behind a convolution alone: export it so, or with mode DCR");
            }
        }
        else if (mode != "DCR")
        {
            throw node.Refuse($"mode is {mode}, but must be DCR or CRD");
        }

        var layer = node.Layers.Add(node.Place, "DepthToSpace", input);
        layer.Add($"{size}");
        return OnnxActivation.Of(
            layer, new(input.Map.Height * size, input.Map.Width * size, channels / (size * size)), OnnxActivation.Order(3));
    }

    /// <summary>SpaceToDepth.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue SpaceToDepth(OnnxNode node)
    {
        var (input, size) = (Image(node), node.Int("blocksize", 0));
        if (size < 1 || input.Map.Height % size != 0 || input.Map.Width % size != 0)
            throw node.Refuse($"blocksize is {size}, which must divide {input.Map.Height} rows and {input.Map.Width} columns");
        var layer = node.Layers.Add(node.Place, "SpaceToDepth", input);
        layer.Add($"{size}");
        var map = new OnnxMap(input.Map.Height / size, input.Map.Width / size, checked(input.Map.Channels * size * size));
        return OnnxActivation.Of(layer, map, OnnxActivation.Order(3));
    }

    private static OnnxActivation To(
        OnnxNode node, OnnxActivation input, int[] sides, float[] factors, string mode, string coordinates, string nearest)
    {
        var (height, width) = (input.Map.Height, input.Map.Width);
        if (sides[0] == height && sides[1] == width)
            return input;
        var isWhole = sides[0] % height == 0 && sides[1] % width == 0;
        var isExact = Math.Abs(factors[0] - sides[0] / (float)height) < 1e-6 && Math.Abs(factors[1] - sides[1] / (float)width) < 1e-6;
        var isHalf = coordinates == "half_pixel" || (coordinates == "pytorch_half_pixel" && sides[0] > 1 && sides[1] > 1);
        var isBilinear = mode is "linear" or "bilinear" && isHalf && isExact;
        var isNearest = mode == "nearest"
            && Nearest.IsMiddle(height, sides[0], factors[0], coordinates, nearest)
            && Nearest.IsMiddle(width, sides[1], factors[1], coordinates, nearest);
        if (!isNearest && !isBilinear)
        {
            throw node.Refuse(
                $"it resizes by {mode} with {coordinates}{(mode == "nearest" ? $" and {nearest}" : "")}, but by linear it must be with"
                + " half_pixel and scales that are ratios of sizes, and by nearest so that the pixel in the middle is taken");
        }

        var layer = node.Layers.Add(node.Place, isWhole ? "UpSampling2D" : "Resizing", input);
        int[] arguments = isWhole ? [.. ((int[])[sides[0] / height, sides[1] / width]).Distinct()] : sides;
        foreach (var argument in arguments)
            layer.Add($"{argument}");
        if (isWhole == isBilinear)
            layer.Set("Interpolation", isBilinear ? "Interpolation.Bilinear" : "Interpolation.Nearest");
        return OnnxActivation.Of(layer, new(sides[0], sides[1], input.Map.Channels), OnnxActivation.Order(3));
    }

    /// <summary>Puts the outputs of a convolution into another order; false where the layer is none.</summary>
    private static bool Reorder(OnnxNode node, OnnxActivation input, int[] places)
    {
        if (input.Layer.Kind is not ("Conv2D" or "Dense") || input.Layer["Groups"] is not null)
            return false;
        foreach (var tensor in input.Layer.Tensors.ToList())
        {
            var values = new float[tensor.Values.Length];
            for (var i = 0; i < values.Length; i++)
                values[i] = tensor.Values[i / places.Length * places.Length + places[i % places.Length]];
            node.Layers.SetWeights(input.Layer, tensor.Role, [.. tensor.Shape], values);
        }

        return true;
    }

    private static OnnxActivation Image(OnnxNode node) => node.Data().Axes.Count == 3 ? node.Layers.Arranged(node, node.Data())
        : throw node.Refuse($"it works on {OnnxValue.Shown([OnnxValue.Batch, .. node.Data().Extents])}, but must work on images");
}
