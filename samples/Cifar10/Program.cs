return new CifarSample.Cifar10Sample().Run(args);
