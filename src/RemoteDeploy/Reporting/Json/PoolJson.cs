using System.Text.Json;
using RemoteDeploy.Pool;

namespace RemoteDeploy.Reporting.Json;

/// <summary>How suites that hosts share went, as JSON.</summary>
internal static class PoolJson
{
    public static void Write(Utf8JsonWriter json, PoolReport? pool)
    {
        if (pool is null)
        {
            json.WriteNull("pool");
            return;
        }

        json.WriteStartObject("pool");
        json.WriteTexts("suites", pool.Suites);
        json.WriteNumber("units", pool.Units);
        json.WriteNumber("batches", pool.Batches);
        json.WriteNumber("reruns", pool.Reruns);
        json.WriteTexts("notRun", pool.NotRun);
        json.WriteTexts("lostHosts", pool.LostHosts);
        json.WriteTexts("retiredHosts", pool.RetiredHosts);
        json.WriteTexts("sparesUsed", pool.SparesUsed);
        json.WriteNumber("hosts", pool.Summary.Hosts);
        json.WriteSeconds("makespanSeconds", pool.Summary.Makespan);
        json.WriteSeconds("idealSeconds", pool.Summary.Ideal);
        json.WriteNumber("ratio", Math.Round((decimal)pool.Summary.Ratio, 3));
        json.WriteSeconds("workSeconds", pool.Summary.Work);
        json.WriteSeconds("longestSeconds", pool.Summary.Longest);
        json.WriteEndObject();
    }
}
