using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using CnnGen.Runtime;
using CnnGen.Training;

namespace Consumer
{
    /// <summary>Trains a few steps, predicts, saves; prints what another build of it must print, too, to the bit.</summary>
    internal static class Program
    {
        private static void Main()
        {
            byte[] images = new byte[32 * Stripes.InputSize];
            int[] labels = new int[32];
            for (int i = 0; i < labels.Length; i++)
                Draw(images.AsSpan(i * Stripes.InputSize, Stripes.InputSize), labels[i] = i % 3, i);

            using Stripes net = new Stripes(seed: 7);
            Adam optimizer = new Adam { LearningRate = 0.01 };
            for (int step = 0; step < 30; step++)
            {
                double loss = net.TrainBatch(images, labels, optimizer).Loss;
                if (step % 29 == 0)
                    Console.WriteLine("loss " + loss.ToString("R", CultureInfo.InvariantCulture));
            }

            float[] probabilities = new float[labels.Length * Stripes.OutputSize];
            net.Predict(images, probabilities);
            int right = 0;
            for (int i = 0; i < labels.Length; i++)
                right += probabilities.AsSpan(i * 3, 3).IndexOf(Max(probabilities.AsSpan(i * 3, 3))) == labels[i] ? 1 : 0;
            Console.WriteLine("right " + right + " of " + labels.Length);

            string path = Path.GetTempFileName();
            net.Save(path);
            Console.WriteLine("weights " + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
            File.Delete(path);
            Console.WriteLine("isa=" + net.InstructionSet.ToName());
        }

        private static void Draw(Span<byte> image, int kind, int shift)
        {
            for (int i = 0; i < image.Length; i++)
            {
                int row = i / 12, column = i % 12, place = kind == 0 ? row : kind == 1 ? column : row + column;
                image[i] = (byte)((place + shift) % 4 < 2 ? 255 - 3 * shift : shift);
            }
        }

        private static float Max(ReadOnlySpan<float> values)
        {
            float max = values[0];
            foreach (float value in values)
                max = Math.Max(max, value);
            return max;
        }
    }
}
