using System.Runtime.InteropServices;
using CnnGen.Benchmarks;

// Loads the weights, predicts one image, prints its probabilities.
using var network = new FashionCnn { Threads = 1 };
network.Load(args[0]);
var image = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(args[1]));
var probabilities = new float[FashionCnn.OutputSize];
network.Predict(image, probabilities);
Console.WriteLine(string.Join(' ', probabilities));
