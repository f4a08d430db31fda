using CnnGen;

// Networks in the places a class can be in: global namespace, nested, public and internal, documented, not sealed.

/// <summary>In the global namespace.</summary>
[Input(3, 4, 2)]
[Conv2D(3, 2)]
[Flatten]
[Dense(2, Activation.Softmax)]
public sealed partial class InTheGlobalNamespace;

namespace CnnGen.Tests.Networks.Zoo
{
    public static partial class Outer
    {
        internal partial struct Middle
        {
            [Input(4, 3, 2)]
            [Conv2D(5, 3)]
            internal sealed partial class Nested;
        }

        [Input(3, 3, 1)]
        [Conv2D(4, 2)]
        [Flatten]
        [Dense(3, Activation.Softmax)]
        public partial class NotSealed;
    }
}
