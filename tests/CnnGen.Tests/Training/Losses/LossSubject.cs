using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Losses;

/// <summary>
/// A loss of floats, with settings, and its formula once more, plainly and in double precision: of the outputs and targets of an image, and
/// the channels of a position.
/// </summary>
internal sealed record LossSubject(
    string Name, ValueLoss Loss, Func<double[], double[], int, double> Formula, float Least = -2, float Most = 2, float LeastTarget = -2,
    float MostTarget = 2)
{
    private const double Epsilon = 1e-7;

    // What single precision makes of 1 - 1e-7.
    private const double MostProbable = 1 - (1.0 / (1 << 23));

    public static readonly IReadOnlyList<LossSubject> All =
    [
        Element(new MeanSquaredError(), (o, t) => (o - t) * (o - t)),
        Element(new MeanAbsoluteError(), (o, t) => Math.Abs(o - t)),
        Element(new MeanAbsolutePercentageError(), (o, t) => 100 * Math.Abs(o - t) / Math.Max(Math.Abs(t), Epsilon)),
        Element(
            new MeanSquaredLogarithmicError(),
            (o, t) => Square(Math.Log(Math.Max(o, Epsilon) + 1) - Math.Log(Math.Max(t, Epsilon) + 1))),
        Element(new Huber(), (o, t) => HuberOf(o - t, 1)),
        Element(new Huber { Delta = 0.3 }, (o, t) => HuberOf(o - t, (float)0.3)),
        Element(new LogCosh(), (o, t) => Math.Log(Math.Cosh(o - t))),
        Element(new Hinge(), (o, t) => Math.Max(1 - (Sign(t) * o), 0)) with { LeastTarget = 0, MostTarget = 1 },
        Element(new SquaredHinge(), (o, t) => Square(Math.Max(1 - (Sign(t) * o), 0))) with { LeastTarget = 0, MostTarget = 1 },
        Element(new Poisson(), (o, t) => o - (t * Math.Log(o + Epsilon))) with { Least = 0.01f, LeastTarget = 0 },
        Shares(new BinaryCrossentropy(), Each((o, t) => Binary(o, t))),
        Shares(new BinaryCrossentropy { LabelSmoothing = 0.2 }, Each((o, t) => Binary(o, (t * 0.8) + 0.1))),
        Shares(new BinaryCrossentropy { FromLogits = true }, Each((o, t) => BinaryOfLogit(o, t))) with { Least = -6, Most = 6 },
        Shares(new BinaryFocalCrossentropy(), Each((o, t) => Focus(o, t, 2) * Binary(o, t))),
        Shares(
            new BinaryFocalCrossentropy { Gamma = 1.5, Alpha = 0.3, ApplyClassBalancing = true },
            Each((o, t) => ((t * 0.3) + ((1 - t) * 0.7)) * Focus(o, t, 1.5) * Binary(o, t))),
        Shares(
            new BinaryFocalCrossentropy { FromLogits = true, LabelSmoothing = 0.1 },
            Each((o, t) => Focus(Sigmoid(o), (t * 0.9) + 0.05, 2) * BinaryOfLogit(o, (t * 0.9) + 0.05))) with { Least = -6, Most = 6 },
        Shares(new CategoricalCrossentropy(), Vectors((o, t) => Categorical(Normalized(o), t, 0))),
        Shares(new CategoricalCrossentropy { LabelSmoothing = 0.1 }, Vectors((o, t) => Categorical(Normalized(o), Smoothed(t, 0.1), 0))),
        Shares(new CategoricalCrossentropy { FromLogits = true }, Vectors((o, t) => Categorical(Softmax(o), t, 0)))
            with { Least = -4, Most = 4 },
        Shares(new CategoricalFocalCrossentropy(), Vectors((o, t) => 0.25 * Categorical(Normalized(o), t, 2))),
        Shares(
            new CategoricalFocalCrossentropy { FromLogits = true, Alpha = 0.5, Gamma = 1.2, LabelSmoothing = 0.2 },
            Vectors((o, t) => 0.5 * Categorical(Softmax(o), Smoothed(t, 0.2), (float)1.2))) with { Least = -4, Most = 4 },
        Shares(new CategoricalHinge(), Vectors((o, t) => Math.Max(
            0, 1 + o.Zip(t, (x, y) => (1 - y) * x).Max() - o.Zip(t, (x, y) => x * y).Sum()))) with { Least = -2, Most = 2 },
        Shares(new KLDivergence(), Vectors((o, t) => o.Zip(t, (x, y) => Cut(y, 1) * Math.Log(Cut(y, 1) / Cut(x, 1))).Sum())),
        new("CosineSimilarity", new CosineSimilarity(), Vectors((o, t) =>
            -o.Zip(t, (x, y) => x * y).Sum() / (Length(o) * Length(t)))),
        Shares(new Dice(), (o, t, _) => 1 - (2 * o.Zip(t, (x, y) => x * y).Sum() / (o.Sum() + t.Sum() + Epsilon))),
        Shares(new Tversky { Alpha = 0.2, Beta = 0.8 }, (o, t, _) =>
        {
            double both = o.Zip(t, (x, y) => x * y).Sum();
            double missed = o.Zip(t, (x, y) => (1 - x) * y).Sum(), tooMuch = o.Zip(t, (x, y) => x * (1 - y)).Sum();
            return 1 - (both / (both + (0.2 * tooMuch) + (0.8 * missed) + Epsilon));
        }),
    ];

    public static TheoryData<string> Names => [.. All.Select(subject => subject.Name)];

    public static LossSubject Of(string name) => All.Single(subject => subject.Name == name);

    /// <summary>Outputs and targets of an image, the same for the same numbers.</summary>
    public (float[] Outputs, float[] Targets) Draw(int size, int seed = 0)
    {
        var random = new Random(size + (1000 * seed));
        bool areClasses = Loss is Hinge or SquaredHinge;
        return (
            [.. Enumerable.Range(0, size).Select(_ => Least + ((Most - Least) * random.NextSingle()))],
            [
                .. Enumerable.Range(0, size).Select(_ => areClasses
                    ? random.Next(3) - 1
                    : LeastTarget + ((MostTarget - LeastTarget) * random.NextSingle())),
            ]);
    }

    private static LossSubject Element(ElementLoss loss, Func<double, double, double> formula) => new(NameOf(loss), loss, Each(formula));

    /// <summary>Of outputs and targets between 0 and 1.</summary>
    private static LossSubject Shares(ValueLoss loss, Func<double[], double[], int, double> formula) =>
        new(NameOf(loss), loss, formula, 0.01f, 0.99f, 0, 1);

    private static string NameOf(Loss loss)
    {
        string[] settings =
        [
            .. loss.GetType().GetProperties().Where(property => property.CanWrite)
                .Select(property => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{property.GetValue(loss)}")),
        ];
        return $"{loss.GetType().Name}({string.Join(", ", settings)})";
    }

    private static Func<double[], double[], int, double> Each(Func<double, double, double> formula) =>
        (outputs, targets, _) => outputs.Zip(targets, formula).Average();

    private static Func<double[], double[], int, double> Vectors(Func<double[], double[], double> formula) =>
        (outputs, targets, channels) => outputs.Chunk(channels).Zip(targets.Chunk(channels), formula).Average();

    private static double Square(double x) => x * x;

    private static double Sign(double target) => target == 0 ? -1 : target;

    private static double HuberOf(double error, double delta) =>
        Math.Abs(error) <= delta ? error * error / 2 : (delta * Math.Abs(error)) - (delta * delta / 2);

    private static double Cut(double p, double most = MostProbable) => Math.Clamp(p, Epsilon, most);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Binary(double p, double target) => -((target * Math.Log(Cut(p))) + ((1 - target) * Math.Log(1 - Cut(p))));

    private static double BinaryOfLogit(double x, double target) =>
        -((target * Math.Log(Sigmoid(x))) + ((1 - target) * Math.Log(1 - Sigmoid(x))));

    private static double Focus(double p, double target, double gamma) => Math.Pow((target * (1 - p)) + ((1 - target) * p), gamma);

    private static double[] Normalized(double[] p) => [.. p.Select(each => Cut(each / p.Sum()))];

    private static double[] Softmax(double[] x) => [.. x.Select(each => Math.Exp(each) / x.Sum(Math.Exp))];

    private static double[] Smoothed(double[] targets, double smoothing) =>
        [.. targets.Select(target => (target * (1 - smoothing)) + (smoothing / targets.Length))];

    private static double Categorical(double[] p, double[] targets, double gamma) =>
        -p.Zip(targets, (q, target) => Math.Pow(1 - q, gamma) * target * Math.Log(q)).Sum();

    private static double Length(double[] x) => Math.Sqrt(Math.Max(x.Sum(each => each * each), 1e-12));
}
