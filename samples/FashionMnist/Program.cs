return new FashionSample.FashionMnistSample().Run(args);
