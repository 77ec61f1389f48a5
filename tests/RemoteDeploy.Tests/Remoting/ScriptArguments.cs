using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Remoting;

public sealed class ScriptArguments
{
    private const string Decode = "while IFS= read -r line; do printf '%b' \"$line\"; printf '\\000'; done";

    // What a shell could trip over, more often than plain random text would have it.
    private static readonly Gen<string> Text = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => (text ?? "").Replace("\0", "", StringComparison.Ordinal)),
        Gen.Elements([.. PayloadFolder.HostileNames, "", "\\", "\\0", "\\0101", "\\c", "\\n\n\\\\", "%s%b", "=", ".", "\n.\n", "\r\n", "\u007f\u0001", "\ud800"]),
        Gen.Choose(1, 255).ArrayOf().Select(codes => string.Concat(codes.Select(code => (char)code))));

    [Theory]
    [InlineData("dash")]
    [InlineData("bash --posix")]
    [InlineData("busybox sh")]
    public void Arrive_as_the_same_bytes(string shellName)
    {
        Prerequisite.Posix();
        var shell = ScriptShell.Of(shellName);
        Prerequisite.Program(shell.Program);

        Prop.ForAll(Text.ArrayOf(120).ToArbitrary(), texts => Decoded(shell, texts).SequenceEqual(texts.SelectMany(Expected)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    [Fact]
    public void Stay_on_one_line_of_printable_characters() => Prop.ForAll(
        Text.ToArbitrary(),
        text => ScriptArgument.Encode(text).All(character => character is > ' ' and < '\u007f')).QuickCheckThrowOnFailure();

    [Fact]
    public void Are_refused_with_a_NUL() => Assert.Throws<ArgumentException>(() => ScriptArgument.Encode("a\0b"));

    private static IEnumerable<byte> Expected(string text) => Encoding.UTF8.GetBytes(text).Append((byte)0);

    private static byte[] Decoded(ScriptShell shell, string[] texts)
    {
        var start = new ProcessStartInfo(Programs.Find(shell.Program)!, [.. shell.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-c", Decode])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var feeding = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(Encoding.ASCII.GetBytes(string.Concat(texts.Select(text => ScriptArgument.Encode(text) + "\n"))));
            process.StandardInput.Close();
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        feeding.Wait();
        process.WaitForExit();
        return output.ToArray();
    }
}
