using System.Diagnostics;
using System.Text;

namespace RemoteDeploy.TestSupport.Payloads;

/// <summary>Builds a folder to ship, in a temporary place. The calls can be chained.</summary>
public sealed class PayloadFolder : IDisposable
{
    // A whole second of the past: what tar keeps, and never equal to "now".
    private static readonly DateTime Modified = new(2024, 2, 29, 12, 34, 56, DateTimeKind.Utc);

    private bool hasNonUtf8Name;

    /// <summary>Makes an empty folder.</summary>
    public PayloadFolder() => Path = Directory.CreateTempSubdirectory("rd-payload-").FullName;

    /// <summary>Names that break tools which parse, quote or expand them.</summary>
    public static IReadOnlyList<string> HostileNames { get; } =
    [
        "with space", " leading and trailing ", "single'quote", "double\"quote", "new\nline", "trailing newline\n", "carriage\rreturn", "tab\there",
        "-leading-dash", "--", "-rf", "~", "$(touch pwned)", "`touch pwned`", "$HOME", "semi;colon", "amper&sand", "pipe|", "redirect>out",
        "star*", "question?", "[bracket]", "{brace,expansion}", "back\\slash", "\\092 escaped", "hash#", "!history", "percent%20", "%s%n",
        "ünïcödé", "日本語", "e\u0301 decomposed", "\u202ebidi", "emoji 🚀", "\u001b[31mred", "=equals", "@at", "+plus", ",comma", "...", ".hidden",
        new('n', 250), string.Concat(Enumerable.Repeat("é", 125)),
    ];

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>A small program: nested folders, an executable, an empty file, an empty folder, a link, read-only content.</summary>
    public static PayloadFolder Plain() => new PayloadFolder()
        .File("app.dll", "not really an assembly\n")
        .File("app.json", "{ \"answer\": 42 }\n")
        .File("run.sh", "#!/bin/sh\necho running\n", "0755")
        .File("lib/deep/er/data.bin", Enumerable.Range(0, 100_000).Select(number => (byte)(number * 31)).ToArray())
        .File("read-only.txt", "do not change\n", "0444")
        .File("empty.txt", "")
        .EmptyFolder("logs/today")
        .Link("app-latest.dll", "app.dll")
        .Link("lib/up", "../run.sh");

    /// <summary>One file and one folder of each hostile name.</summary>
    public static PayloadFolder Hostile()
    {
        var folder = new PayloadFolder();
        foreach (var name in HostileNames)
        {
            folder.File(name, $"content of {name}");
            folder.File($"folders/{name}/{name}", "nested");
        }

        return folder.EmptyFolder("folders/ empty $(x)").Link("folders/link to\nline", "../new\nline");
    }

    /// <summary>Many small files in folders of a hundred.</summary>
    public PayloadFolder Many(int count)
    {
        for (var number = 0; number < count; number++)
        {
            File($"many/{number / 100}/{number}.txt", $"file number {number}\n");
        }

        return this;
    }

    /// <summary>Adds or replaces a text file (UTF-8).</summary>
    /// <param name="path">Relative path, with slashes.</param>
    /// <param name="text">Content.</param>
    /// <param name="mode">Octal mode.</param>
    public PayloadFolder File(string path, string text, string mode = "0644") => File(path, Encoding.UTF8.GetBytes(text), mode);

    /// <summary>Adds or replaces a file.</summary>
    /// <param name="path">Relative path, with slashes.</param>
    /// <param name="content">Content.</param>
    /// <param name="mode">Octal mode.</param>
    public PayloadFolder File(string path, byte[] content, string mode = "0644")
    {
        var full = Prepare(path);
        System.IO.File.Delete(full);
        System.IO.File.WriteAllBytes(full, content);
        return Finish(full, mode);
    }

    /// <summary>Adds a file of any size that takes no room here.</summary>
    /// <param name="path">Relative path, with slashes.</param>
    /// <param name="bytes">Its size; all zeros but for the last byte.</param>
    public PayloadFolder SparseFile(string path, long bytes)
    {
        var full = Prepare(path);
        using (var stream = System.IO.File.Create(full))
        {
            stream.Position = bytes - 1;
            stream.WriteByte(1);
        }

        return Finish(full, "0644");
    }

    /// <summary>Adds a file whose name is not UTF-8; .NET cannot create one, so the shell does.</summary>
    public PayloadFolder NonUtf8Name()
    {
        hasNonUtf8Name = true;
        using var process = Process.Start("/bin/sh", ["-c", "echo content >\"$1/$(printf 'bad\\377name')\"", "sh", Path]);
        process.WaitForExit();
        return process.ExitCode == 0 ? this : throw new InvalidOperationException("The file system refuses names that are not UTF-8.");
    }

    /// <summary>Adds a folder without content.</summary>
    public PayloadFolder EmptyFolder(string path)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, path));
        return this;
    }

    /// <summary>Adds a symbolic link.</summary>
    /// <param name="path">Relative path of the link.</param>
    /// <param name="target">What the link says, unchecked.</param>
    public PayloadFolder Link(string path, string target)
    {
        System.IO.File.CreateSymbolicLink(Prepare(path), target);
        return this;
    }

    /// <summary>Removes a file or link.</summary>
    public PayloadFolder Remove(string path)
    {
        System.IO.File.Delete(System.IO.Path.Combine(Path, path));
        return this;
    }

    /// <summary>What the folder holds now.</summary>
    public FolderSnapshot Snapshot() => FolderSnapshot.Of(Path);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (hasNonUtf8Name)
        {
            // .NET cannot name such a file, and so cannot delete it.
            Process.Start("rm", ["-rf", Path]).WaitForExit();
            return;
        }

        Directory.Delete(Path, recursive: true);
    }

    private string Prepare(string path)
    {
        var full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        return full;
    }

    private PayloadFolder Finish(string full, string mode)
    {
        System.IO.File.SetLastWriteTimeUtc(full, Modified);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(full, (UnixFileMode)Convert.ToInt32(mode, 8));
        }

        return this;
    }
}
