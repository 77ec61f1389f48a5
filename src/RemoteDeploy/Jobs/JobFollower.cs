using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Jobs;

/// <summary>
/// Follows a job to its end. A lost connection is nothing to the job: it is connected to anew, and goes on at the byte at which it broke
/// off, until the host has been out of reach for too long.
/// </summary>
/// <param name="session">The host.</param>
/// <param name="contact">How long it may be out of reach.</param>
internal sealed class JobFollower(HostSession session, Contact contact)
{
    // More than a job can write in any time; sums of it stay numbers.
    private const long MostWritten = 1L << 60;

    /// <summary>Follows it.</summary>
    /// <param name="folder">The job's folder on the host.</param>
    /// <param name="output">Takes what it writes, from where that ends.</param>
    /// <param name="cancellationToken">Ends the following, not the job.</param>
    /// <returns>How it ended, with cause and what is behind it; or why the host cannot tell.</returns>
    public async Task<(JobEnd? End, IReadOnlyList<Fault> Faults)> FollowAsync(string folder, JobOutput output, CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = new List<string>();
            var call = Call(folder, output, end);
            var opened = await session.OpenAsync(call, cancellationToken);
            if (opened.TryGet(out var open, out var faults))
            {
                contact.Made();
                var answered = await ReadAsync(open, call, output, cancellationToken);
                if (answered.TryGet(out var reply, out faults))
                {
                    return reply.Status == 0 ? (JobEnd.Read(end), []) : (null, HostSession.Judge(call, reply).Faults);
                }
            }

            if (!Contact.IsPassing(faults))
            {
                return (null, faults);
            }

            if (!await contact.WaitAsync(faults[0], cancellationToken))
            {
                return (new JobEnd { Cause = JobCause.HostLost }, [contact.Lost(faults[0])]);
            }
        }
    }

    private static async Task<Attempt<Reply>> ReadAsync(OpenCall open, ScriptCall call, JobOutput output, CancellationToken cancellationToken)
    {
        await using (open)
        {
            try
            {
                return await open.FinishAsync(call, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return new Fault(FaultCatalog.CannotWriteHere, "The output of a job cannot be written here") { Path = output.Out.Path, Found = SafeText.Line(exception.Message, 300) };
            }
        }
    }

    private static ScriptCall Call(string folder, JobOutput output, List<string> end) => new("follow", folder, Number(output.Out.Offset), Number(output.Error.Offset), "yes")
    {
        HoldsInput = true,
        OnLine = (line, reader, token) => TakeAsync(line, reader, output, end, token),
    };

    internal static async Task TakeAsync(string line, ReplyReader reader, JobOutput output, List<string> end, CancellationToken cancellationToken)
    {
        var words = line.Split(' ');
        if (words[0] == "end" && end.Count < 1000)
        {
            end.Add(line[Math.Min(4, line.Length)..]);
        }
        else if (words is ["gap", "out" or "err", var from, var to] && Stream(output, words[1]) is var torn && Is(from, torn.Offset) && TryNumber(to, out var next) && next > torn.Offset && next <= MostWritten)
        {
            torn.Skip(next);
        }
        else if (words is ["out" or "err", var offset, var length] && Stream(output, words[0]) is var stream && Is(offset, stream.Offset) && TryNumber(length, out var count))
        {
            await reader.CopyAsync(count, stream, cancellationToken);
        }
        else
        {
            throw new InvalidDataException("what a job wrote does not go on where it broke off");
        }
    }

    private static JobStream Stream(JobOutput output, string name) => name == "out" ? output.Out : output.Error;

    private static bool Is(string text, long expected) => TryNumber(text, out var number) && number == expected;

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
