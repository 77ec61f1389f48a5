using System.Buffers;
using System.Text;
using System.Text.Unicode;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Inventory.Reading;

namespace RemoteDeploy.Inventory;

/// <summary>Reads <c>remotedeploy.yml</c> and <c>testenvironments.json</c>.</summary>
public static class InventoryFile
{
    /// <summary>Larger files are refused: 1 MiB.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>
    /// Reads a file, which is opened for reading only. A name that ends in <c>.json</c> is read as <c>testenvironments.json</c>, every
    /// other as <c>remotedeploy.yml</c>.
    /// </summary>
    /// <param name="path">Absolute path.</param>
    /// <returns>
    /// The inventory, or everything that is wrong with the file, each fault with line and column: RD0004 to RD0009, RD0011, RD0018,
    /// RD0020; at most 100.
    /// </returns>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static Attempt<HostInventory> Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Path.IsPathFullyQualified(path))
        {
            throw new ArgumentException("An inventory is named by its absolute path.", nameof(path));
        }

        byte[] bytes;
        try
        {
            bytes = ReadBytes(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Fault(FaultCatalog.InventoryNotFound, $"The inventory cannot be read: {Reporting.SafeText.Line(unreadable.Message)}")
            {
                Path = Reporting.SafeText.Line(path),
                Location = new SourceLocation(path),
                Try = "Correct the path, or write a first file with: dotnet remotedeploy init",
            };
        }

        return Read(bytes, path);
    }

    /// <summary>Reads a file's bytes.</summary>
    internal static Attempt<HostInventory> Read(ReadOnlySpan<byte> bytes, string path)
    {
        var findings = new Findings(path);
        var inventory = ReadText(bytes, path, findings);
        return findings.IsEmpty ? inventory! : Attempt<HostInventory>.Failed(findings.InOrder);
    }

    private static HostInventory? ReadText(ReadOnlySpan<byte> bytes, string path, Findings findings)
    {
        if (bytes.Length > MostBytes)
        {
            findings.Add(FaultCatalog.InventoryDoesNotParse, new Mark(1, 1), "the file is larger than 1 MiB", "Use ranges and groups for what repeats");
            return null;
        }

        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        if (!TryDecode(bytes, findings, out var text))
        {
            return null;
        }

        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return JsonDocumentReader.Read(bytes, findings) is { } environments ? new TestEnvironmentsReader(findings, path).Read(environments) : null;
        }

        return YamlDocument.Read(text, findings) is { } root ? new InventoryReader(findings, path).Read(root) : null;
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, Findings findings, out string text)
    {
        var characters = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, characters, out var read, out var written, replaceInvalidSequences: false);
        text = new string(characters, 0, written);
        if (status == OperationStatus.Done)
        {
            return true;
        }

        findings.Add(FaultCatalog.InventoryDoesNotParse, new Mark(bytes[..read].Count((byte)'\n') + 1, 1), "the file is not UTF-8 text", "Save it as UTF-8");
        return false;
    }

    /// <summary>The bytes, but never many more than are accepted, whatever the path leads to.</summary>
    private static byte[] ReadBytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        int count;
        while (bytes.Length <= MostBytes && (count = file.Read(buffer)) > 0)
        {
            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }
}
