namespace CnnGen.Generator.Graph;

/// <summary>Rows and columns on the four sides of a feature map.</summary>
internal readonly record struct Sides(int Top, int Bottom, int Left, int Right);
