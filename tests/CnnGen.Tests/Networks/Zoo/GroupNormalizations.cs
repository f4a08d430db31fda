namespace CnnGen.Tests.Networks.Zoo;

// Groups of channels over an image: first and last, twice in a row, behind and before borders, over vectors, on branches, with few and odd
// channels, with and without weights; one group, one of each channel, and what is between.

[Input(5, 6, 3)]
[GroupNormalization(Groups = 1)]
[Conv2D(32, 3, Padding = Padding.Same, Activation = Activation.Tanh)]
[GroupNormalization]
[Conv2D(8, 3, Padding = Padding.Same)]
[GroupNormalization(Groups = 4, Epsilon = 0.01)]
[Activation(Activation.Gelu)]
[Conv2D(7, 3)]
[GroupNormalization(Groups = -1)]
[Conv2D(15, 2)]
[GroupNormalization(Groups = 5, Scale = false)]
[GroupNormalization(Groups = 3, Center = false)]
[Flatten]
[Dense(5, Activation.Softmax)]
internal sealed partial class GroupNormalizedConvolutions;

[Input(1, 1, 9)]
[Flatten]
[GroupNormalization(Groups = 3, Center = false, Scale = false)]
[Dense(33)]
[GroupNormalization(Groups = 11)]
[Dense(48, Activation.Tanh)]
[GroupNormalization(Groups = 2)]
[Dense(6)]
[GroupNormalization(Groups = 1)]
internal sealed partial class GroupNormalizedVectors;

[Input(4, 3, 6)]
[GroupNormalization(Groups = 2, Name = "x")]
[Conv2D(17, 2, Padding = Padding.Same)]
[GroupNormalization(Groups = 1)]
[Conv2D(6, 3, Padding = Padding.Same)]
[Add("x", Name = "y")]
[GroupNormalization(Groups = 3, Name = "z")]
[Conv2D(4, 1)]
[GroupNormalization(Groups = -1, Scale = false, Center = false)]
[Concatenate("y")]
[BatchNormalization]
[GroupNormalization(Groups = 5)]
[GlobalAveragePool2D]
[Dense(3, Activation.Softmax)]
[Output("z")]
internal sealed partial class GroupNormalizedBranches;

[Input(2, 3, 40)]
[GroupNormalization(Groups = 8)]
internal sealed partial class NothingButGroupNormalization;
