using System.Text.Json;
using RemoteDeploy.Jobs;

namespace RemoteDeploy.Reporting.Json;

/// <summary>Jobs as JSON.</summary>
internal static class JobsJson
{
    public static void Write(Utf8JsonWriter json, JobListing job)
    {
        json.WriteStartObject();
        json.WriteString("app", job.App);
        json.WriteString("run", job.Run);
        json.WriteString("job", job.Name);
        json.WriteString("suite", job.Suite);
        json.WriteString("program", job.Program);
        json.WriteString("owner", job.Owner);
        json.WriteTime("started", job.Started);
        json.WriteEnum("state", job.State);
        WriteEnd(json, "end", job.End);
        json.WriteEndObject();
    }

    public static void WriteEnd(Utf8JsonWriter json, string name, JobEnd? end)
    {
        if (end is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteEnum("cause", end.Cause);
        json.WriteCount("status", end.Status);
        json.WriteTime("began", end.Began);
        json.WriteTime("ended", end.Ended);
        json.WriteCount("peakBytes", end.PeakBytes);
        json.WriteTexts("leftovers", end.Leftovers);
        json.WriteTexts("lostStreams", end.LostStreams);
        json.WriteEndObject();
    }
}
