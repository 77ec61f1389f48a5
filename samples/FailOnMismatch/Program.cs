Console.WriteLine(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "settings.json")));
