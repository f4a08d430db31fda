namespace CnnGen.Images
{
    public sealed class ByteImage
    {
        public ByteImage(int height, int width, int channels, byte[] pixels) { }
        public int Channels { get; }
        public int Height { get; }
        public System.ReadOnlySpan<byte> Pixels { get; }
        public int Width { get; }
        public CnnGen.Images.ByteImage Invert() { }
        public float[] Preprocess(CnnGen.Images.PreprocessMode mode) { }
        public CnnGen.Images.ByteImage ResizeBilinear(int height, int width, bool antialias = false) { }
        public CnnGen.Images.ByteImage ResizeNearest(int height, int width) { }
        public CnnGen.Images.ByteImage ToGrey() { }
        public byte[] ToPng() { }
        public CnnGen.Images.ByteImage ToRgb() { }
    }
    public enum ColorMode
    {
        Rgb = 0,
        Grayscale = 1,
    }
    public static class ImageFile
    {
        public const long MaxPixels = 268435456;
        public static CnnGen.Images.ByteImage Decode(byte[] content, string name = "the picture", long maxPixels = 268435456) { }
        public static CnnGen.Images.ByteImage Read(string path) { }
    }
    public sealed class ImageFolder : CnnGen.Data.IImageSource, CnnGen.Training.IHasSettings
    {
        public ImageFolder(string path, int height, int width, System.Collections.Generic.IReadOnlyList<string>? classNames = null) { }
        public System.Collections.Generic.IReadOnlyList<string> ClassNames { get; }
        public CnnGen.Images.ColorMode ColorMode { get; init; }
        public int Count { get; }
        public bool CropToAspectRatio { get; init; }
        public System.Collections.Generic.IReadOnlyList<string> Files { get; }
        public bool HasBytes { get; init; }
        public System.ReadOnlySpan<int> Labels { get; }
        public CnnGen.Data.ImageShape Shape { get; }
        public CnnGen.Training.Targets Targets { get; }
        public void AddSettings(CnnGen.Training.SettingList settings) { }
        public void Read(int image, CnnGen.Data.ImageBuffer buffer) { }
    }
    public enum PreprocessMode
    {
        Tf = 0,
        Caffe = 1,
        Torch = 2,
    }
}
