using System.CommandLine;
using PretrainedSample;

var root = new RootCommand("Networks that others have trained: MobileNet tells what is in photographs, and learns new classes.")
{
    TransferCommand.Create(),
    DrawCommand.Create(),
};
ClassifyCommand.AddTo(root);
return root.Parse(args).Invoke();
