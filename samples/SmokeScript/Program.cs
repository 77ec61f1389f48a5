Console.WriteLine($"Hello, {string.Join(' ', args)}!");
