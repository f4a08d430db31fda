return CnnGen.Tool.CnnGenCommand.Create().Parse(args).Invoke();
