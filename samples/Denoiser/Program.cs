return new DenoiserSample.FashionDenoiser().Run(args);
