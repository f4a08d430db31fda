using CnnGen.Tests.Reference.Layers;

namespace CnnGen.Tests.Reference;

/// <content>Layers that move values.</content>
internal sealed partial class DeclaredLayers
{
    private void AddShape(string kind, string name, Dictionary<string, object?> arguments)
    {
        switch (kind)
        {
            case "ZeroPadding2D":
                var (top, bottom, left, right) = Sides(arguments, "padding");
                Add(new ZeroPadding2D(name, _shape, top, bottom, left, right));
                break;
            case "Cropping2D":
                (top, bottom, left, right) = Sides(arguments, "cropping");
                Add(new Cropping2D(name, _shape, top, bottom, left, right));
                break;
            case "UpSampling2D":
                int size = Own(arguments, "size", 0);
                (int down, int across) = (Own(arguments, "height", size), Own(arguments, "width", size));
                Add((Interpolation)Own(arguments, "Interpolation", (int)Interpolation.Nearest) == Interpolation.Nearest
                    ? new UpSampling2D(name, _shape, down, across)
                    : new Resizing(name, _shape, _shape.Height * down, _shape.Width * across, Interpolation.Bilinear));
                break;
            case "Resizing":
                var (height, width) = ((int)arguments["height"]!, (int)arguments["width"]!);
                var interpolation = (Interpolation)Own(arguments, "Interpolation", (int)Interpolation.Bilinear);
                Add(new Resizing(name, _shape, height, width, interpolation));
                break;
            case "CenterCrop":
                (height, width) = ((int)arguments["height"]!, (int)arguments["width"]!);
                (top, left) = ((_shape.Height - height) / 2, (_shape.Width - width) / 2);
                Add(new Cropping2D(name, _shape, top, _shape.Height - height - top, left, _shape.Width - width - left));
                break;
            case "Reshape":
                bool isVector = arguments.TryGetValue("units", out object? units);
                // From map to map it goes by a vector, which is a layer of its own.
                _place += isVector || _shape.IsFlat ? 0 : 1;
                Add(new Reshape(name, _shape, isVector
                    ? new(1, 1, (int)units!, IsFlat: true)
                    : new((int)arguments["height"]!, (int)arguments["width"]!, (int)arguments["channels"]!)));
                break;
            case "Permute":
                Add(new Permute(
                    name, _shape, [(int)arguments["first"]!, (int)arguments["second"]!, (int)arguments["third"]!]));
                break;
            case "DepthToSpace":
                Add(new DepthToSpace(name, _shape, (int)arguments["blockSize"]!));
                break;
            case "SpaceToDepth":
                Add(new SpaceToDepth(name, _shape, (int)arguments["blockSize"]!));
                break;
            default:
                throw new ArgumentException($"the reference has no layer {kind}");
        }
    }

    /// <summary>The four sides, each by itself, by rows and columns, or by one number.</summary>
    private static (int Top, int Bottom, int Left, int Right) Sides(Dictionary<string, object?> arguments, string all)
    {
        int side = Own(arguments, all, 0);
        var (height, width) = (Own(arguments, "height", side), Own(arguments, "width", side));
        return (
            Own(arguments, "top", height), Own(arguments, "bottom", height), Own(arguments, "left", width), Own(arguments, "right", width));
    }
}
