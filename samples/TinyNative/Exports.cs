using CnnGen;

namespace TinyAot;

// The layers are declared in the file of the sample TinyAot; here the network is asked for functions that C can call.
[NativeExport]
public sealed partial class TinyCnn;
