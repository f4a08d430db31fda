using System.CommandLine;
using FashionSample.Commands;

namespace FashionSample;

/// <summary>Trains the network of <see cref="FashionCnn"/> on Fashion-MNIST, evaluates it and predicts with it.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var root = new RootCommand(
            "A convolutional network compiled at build time learns to tell ten kinds of clothes apart. Without a command it trains.")
        {
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            SummaryCommand.Create(),
        };
        TrainCommand.AddTo(root);
        return root.Parse(args).Invoke();
    }
}
