using CnnGen;

namespace FashionSample;

/// <summary>What <c>report</c> looks inside with. It is a network beside this one, which stays as it is.</summary>
[Inspectable]
public sealed partial class FashionCnn;
