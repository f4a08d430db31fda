using CnnGen.Formats;
using Xunit;

namespace CnnGen.Tests.Fuzzing;

public sealed class SafetensorsFuzzTests
{
    [Fact]
    public void Files_are_read_or_refused()
    {
        Dictionary<string, byte[]>? expected = null;
        FuzzRun.Over(mutation => Make(mutation, out expected), path =>
        {
            var file = SafetensorsFile.Read(path);
            if (expected is not null)
            {
                Assert.Equal(expected.Keys.Order(), file.Tensors.Select(tensor => tensor.Name).Order());
                Assert.All(expected, pair => Assert.Equal(pair.Value, file[pair.Key].Bytes.ToArray()));
            }

            var values = 0L;
            foreach (var tensor in file.Tensors.Where(tensor => tensor.IsFloat))
            {
                var room = new float[tensor.Shape.Aggregate(1, (product, extent) => product * extent)];
                tensor.CopyTo(room);
                values += sizeof(float) * room.Length;
            }

            return values;
        });
    }

    private static byte[] Make(Mutation mutation, out Dictionary<string, byte[]>? expected)
    {
        var tensors = Enumerable.Range(0, mutation.Below(5)).Select(i =>
        {
            var shape = Enumerable.Range(0, mutation.Below(4)).Select(_ => mutation.Below(4)).ToArray();
            return ($"layer_{i}/kernel", shape, mutation.Bytes(shape.Aggregate(sizeof(float), (product, extent) => product * extent)));
        }).ToList();
        expected = mutation.IsNone ? tensors.ToDictionary(tensor => tensor.Item1, tensor => tensor.Item3) : null;
        return SafetensorsParts.Make(mutation, tensors);
    }
}
