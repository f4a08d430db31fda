using CnnGen;

// Every network of this program is made with its weights.
[Weights("network.safetensors")]
public sealed partial class Network;
