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
        public CnnGen.Images.ByteImage ResizeNearest(int height, int width) { }
        public CnnGen.Images.ByteImage ToGrey() { }
        public byte[] ToPng() { }
        public CnnGen.Images.ByteImage ToRgb() { }
    }
    public static class ImageFile
    {
        public static CnnGen.Images.ByteImage Read(string path) { }
    }
}
