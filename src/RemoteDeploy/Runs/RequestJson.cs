using System.Text;
using System.Text.Json;
using RemoteDeploy.Planning;

namespace RemoteDeploy.Runs;

/// <summary>A request as JSON, for request.json of the run folder.</summary>
internal static class RequestJson
{
    /// <summary>Writes what was asked for.</summary>
    public static string Of(string verb, FleetRequest request)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("verb", verb);
            json.WriteString("app", request.App);
            json.WriteString("base", request.Base);
            json.WriteString("digest", request.Digest.ToString());
            json.WriteNumber("forks", request.Forks);
            WriteLimits(json, request);
            json.WriteString("sshConfig", request.SshConfig);
            WriteStrings(json, "hosts", request.Hosts.Select(host => host.Name));
            WriteStrings(json, "requires", request.Requires.Select(requirement => requirement.ToString()));
            WriteOwn(json, request);
            if (request is IRunsSuites { Suites: var suites, Tests: var tests })
            {
                WriteStrings(json, "suites", suites.Select(suite => suite.Name));
                json.WriteNumber("lostAfterSeconds", request.LostAfter.TotalSeconds);
                TestOptionsJson.Write(json, suites, tests);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void WriteLimits(Utf8JsonWriter json, FleetRequest request)
    {
        if (request.Timeout is { } timeout)
        {
            json.WriteNumber("timeoutSeconds", timeout.TotalSeconds);
        }

        json.WriteNumber("connectTimeoutSeconds", request.ConnectTimeout.TotalSeconds);
        json.WriteNumber("stallTimeoutSeconds", request.StallTimeout.TotalSeconds);
        json.WriteNumber("minRate", request.MinRate);
    }

    private static void WriteOwn(Utf8JsonWriter json, FleetRequest request)
    {
        switch (request)
        {
            case DeployRequest deploy:
                json.WriteString("payload", deploy.Payload);
                json.WriteString("version", deploy.Version);
                json.WriteNumber("keep", deploy.Keep);
                json.WriteString("allowFailures", deploy.AllowFailures.ToString());
                json.WriteString("relay", deploy.Relay.ToString());
                json.WriteString("verify", deploy.Verify.ToString());
                break;
            case TestRequest test:
                json.WriteString("payload", test.Payload);
                break;
            case VerifyRequest verify: json.WriteString("payload", verify.Payload); break;
            case RollbackRequest rollback: json.WriteString("to", rollback.To); break;
            case PutRequest put:
                WriteStrings(json, "sources", put.Sources);
                json.WriteString("to", put.To);
                break;
            case GetRequest get:
                json.WriteString("remote", get.Remote);
                json.WriteString("to", get.To);
                break;
            case ExecRequest exec: WriteStrings(json, "command", exec.Command); break;
        }
    }

    /// <summary>Writes a list of texts.</summary>
    internal static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
