using CnnGen;

namespace TinyAot;

/// <content>The executable carries the weights; the program that trains them shares the rest.</content>
[Weights("tiny.safetensors")]
public sealed partial class TinyCnn;
