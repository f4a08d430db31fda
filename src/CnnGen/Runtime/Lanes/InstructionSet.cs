namespace CnnGen.Runtime;

/// <summary>The instruction sets kernels are generated for, from the narrowest to the widest.</summary>
public enum InstructionSet
{
    /// <summary>One value at a time; runs everywhere.</summary>
    Scalar,

    /// <summary>Four values at a time: SSE on x64, NEON on Arm.</summary>
    Vector128,

    /// <summary>Eight values at a time: AVX2 with fused multiply-add.</summary>
    Avx2,

    /// <summary>Sixteen values at a time: AVX-512.</summary>
    Avx512,
}
