using System.Diagnostics;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>Jobs under each shell that the remote script has to run under.</summary>
public sealed class JobVerbs
{
    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Run_a_job_with_its_variables_and_input_and_leave_nothing_of_it(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var spec = Spec(host, "sh", "-c", "cat; printf '%s' \"$GREETING$EMPTY\"; echo bad >&2; pwd >&2; sleep 1000 & echo $! >~/child; exit 9") with
        {
            Environment = [new("GREETING", "hello \"there\"\n$(x)"), new("EMPTY", ""), new("PATH", Environment.GetEnvironmentVariable("PATH")!)],
            Input = "in\nput"u8.ToArray(),
        };

        var (end, output) = await RunAsync(host, spec);

        Assert.Equal((JobCause.Exited, 9), (end.Cause, end.Status));
        Assert.Equal($"in\nputhello \"there\"\n$(x)bad\n{host.InApp("jobs/run1/job-1/work")}\n", output);
        await Processes.GoneAsync(int.Parse(await File.ReadAllTextAsync(Path.Combine(host.Home, "child"))));
        Assert.True(end.Ended >= end.Began, "it knows when");
        await new HostJobs(host.Session, host.App).CollectedAsync(host.InApp("jobs/run1/job-1"), CancellationToken.None);
        await Eventually.IsTrueAsync(() => !Directory.Exists(host.InApp("jobs")), "nothing is left");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Start_a_job_of_one_name_once(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var spec = Spec(host, "sh", "-c", "echo x >>~/count");
        var jobs = new HostJobs(host.Session, host.App);

        await using (await host.LeaseAsync())
        {
            Directory.CreateDirectory(spec.WorkFolder);
            Assert.False(ScriptHost.Succeeded(await jobs.StartAsync(spec, CancellationToken.None)).WasThere);
            Assert.True(ScriptHost.Succeeded(await jobs.StartAsync(spec, CancellationToken.None)).WasThere);
        }

        // Neither needs the lock to be told so.
        Assert.True(ScriptHost.Succeeded(await jobs.StartAsync(spec, CancellationToken.None)).WasThere);
        await FollowAsync(host);
        Assert.Equal("x\n", await File.ReadAllTextAsync(Path.Combine(host.Home, "count")));
        Assert.Equal(FaultCatalog.LockLost, ScriptHost.CodeOf(await jobs.StartAsync(spec with { Id = new JobId("run1", "other-1") }, CancellationToken.None)));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Start_anew_where_a_start_broke_off_before_there_was_a_supervisor(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var spec = Spec(host, "sh", "-c", "echo x >>~/count");
        Directory.CreateDirectory(Path.Combine(host.InApp("jobs/run1/job-1"), "work", "of another"));
        await File.WriteAllTextAsync(host.InApp("jobs/run1/job-1/by"), "1 2\n");

        await using (await host.LeaseAsync())
        {
            Directory.CreateDirectory(spec.WorkFolder);
            Assert.False(ScriptHost.Succeeded(await new HostJobs(host.Session, host.App).StartAsync(spec, CancellationToken.None)).WasThere);
        }

        var (end, _) = await FollowAsync(host);
        Assert.Equal((JobCause.Exited, 0), (end.Cause, end.Status));
        Assert.Equal("x\n", await File.ReadAllTextAsync(Path.Combine(host.Home, "count")));
        Assert.Equal([], Directory.GetFileSystemEntries(host.InApp("jobs/run1/job-1/work")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Say_that_nothing_ran_where_a_start_broke_off(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        Directory.CreateDirectory(host.InApp("jobs/run1/job-1"));

        var (end, output) = await FollowAsync(host);

        Assert.Equal((JobCause.NotStarted, ""), (end.Cause, output));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Go_on_at_the_byte_where_it_broke_off(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await RunAsync(host, Spec(host, "sh", "-c", "printf 'line one\nline two\n'"));
        var folder = Directory.CreateDirectory(Path.Combine(host.Home, "again")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "stdout.txt"), "line one\nli");

        var (_, output) = await FollowAsync(host, folder);

        Assert.Equal("line one\nline two\n", output);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Keep_the_beginning_and_the_end_of_what_is_too_much(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var script = "i=0; while [ $i -lt 20000 ]; do echo \"line $i\"; i=$((i + 1)); done";

        var (end, output) = await RunAsync(host, Spec(host, "sh", "-c", script) with { OutputCap = 50_000 });

        Assert.Equal(JobCause.Exited, end.Cause);
        var whole = string.Concat(Enumerable.Range(0, 20000).Select(number => $"line {number}\n"));
        var parts = output.Split("\n… (");
        Assert.Equal(2, parts.Length);
        var leftOut = int.Parse(parts[1].Split(' ')[0]);
        var rest = parts[1][(parts[1].IndexOf('\n', StringComparison.Ordinal) + 1)..];
        Assert.Equal(whole, string.Concat(parts[0], whole.AsSpan(parts[0].Length, leftOut), rest));
        Assert.InRange(parts[0].Length, 50_000, 83_000);
        Assert.True(rest.Length >= 50_000, "as much of the end");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task End_a_job_at_its_deadline_with_what_had_left_its_group(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var script = "trap '' TERM; setsid sh -c 'echo $$ >~/escaped; exec sleep 1000' & echo $$ >~/own; while :; do sleep 1; done";

        var (end, _) = await RunAsync(host, Spec(host, "sh", "-c", script) with { Timeout = TimeSpan.FromSeconds(1), Grace = TimeSpan.FromSeconds(1) });

        Assert.Equal(JobCause.TimedOut, end.Cause);
        Assert.Contains("sleep 1000", Assert.Single(end.Leftovers), StringComparison.Ordinal);
        foreach (var file in new[] { "own", "escaped" })
        {
            await Processes.GoneAsync(int.Parse(await File.ReadAllTextAsync(Path.Combine(host.Home, file))));
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Sweep_jobs_that_were_collected_or_are_a_week_old_and_no_others(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        foreach (var name in new[] { "collected", "old", "young" })
        {
            Directory.CreateDirectory(host.InApp($"jobs/r/{name}"));
            await File.WriteAllTextAsync(host.InApp($"jobs/r/{name}/end"), "cause exited\nstatus 0\n");
        }

        var spec = Spec(host, "sleep", "1000");
        await using (await host.LeaseAsync())
        {
            Directory.CreateDirectory(spec.WorkFolder);
            ScriptHost.Succeeded(await new HostJobs(host.Session, host.App).StartAsync(spec, CancellationToken.None));
        }

        await File.WriteAllTextAsync(host.InApp("jobs/r/collected/collected"), "");
        Directory.SetLastWriteTimeUtc(host.InApp("jobs/r/old"), DateTime.UtcNow.AddDays(-9));
        Directory.SetLastWriteTimeUtc(host.InApp("jobs/run1/job-1"), DateTime.UtcNow.AddDays(-9));

        await using (await host.LeaseAsync("run2"))
        {
            Assert.Equal(["young"], Directory.GetDirectories(host.InApp("jobs/r")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.True(Directory.Exists(host.InApp("jobs/run1/job-1")), "a running job stays, however old");
        }

        ScriptHost.Succeeded(await new HostJobs(host.Session, host.App).StopAsync(host.InApp("jobs/run1/job-1"), CancellationToken.None));
        Assert.Equal(JobCause.Stopped, (await FollowAsync(host)).End.Cause);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Go_with_the_keepers_of_a_supervisor_that_was_killed_before_its_command_wrote(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var folder = Directory.CreateDirectory(host.InApp("jobs/r/lost")).FullName;
        await Programs.MustRunAsync("mkfifo", folder + "/out", folder + "/err");
        using var keeper = Process.Start("/bin/sh", ["-c", $"read -r line <'{folder}/out'"]);
        await Eventually.IsTrueAsync(() => File.ReadAllText($"/proc/{keeper.Id}/stat").Contains(") S ", StringComparison.Ordinal), "it waits for somebody who writes");

        ScriptHost.Succeeded(await new HostJobs(host.Session, host.App).CollectedAsync(folder, CancellationToken.None));

        await Processes.GoneAsync(keeper.Id);
        Assert.False(Directory.Exists(folder), "the folder of the job is gone");
    }

    private static JobSpec Spec(ScriptHost host, params string[] arguments)
    {
        var work = Directory.CreateDirectory(host.InApp("work/run1/copy")).FullName;
        return new JobSpec
        {
            Id = new JobId("run1", "job-1"),
            WorkFolder = work,
            Arguments = arguments,
            Timeout = TimeSpan.FromMinutes(1),
            Label = new JobLabel("h", "job", arguments[0], "me@here", DateTimeOffset.UnixEpoch),
        };
    }

    private static async Task<(JobEnd End, string Output)> RunAsync(ScriptHost host, JobSpec spec)
    {
        await using (await host.LeaseAsync())
        {
            // The lock sweeps what stood there before.
            Directory.CreateDirectory(spec.WorkFolder);
            ScriptHost.Succeeded(await new HostJobs(host.Session, host.App).StartAsync(spec, CancellationToken.None));
        }

        return await FollowAsync(host, null, spec.OutputCap);
    }

    private static async Task<(JobEnd End, string Output)> FollowAsync(ScriptHost host, string? folder = null, long cap = 1 << 20)
    {
        using var output = new JobOutput(folder ?? Directory.CreateDirectory(Path.Combine(host.Home, "output")).FullName, cap);
        var follower = new JobFollower(host.Session, new Contact(TimeProvider.System, TimeSpan.FromSeconds(1), _ => { }));
        var (end, faults) = await follower.FollowAsync(host.InApp("jobs/run1/job-1"), output, CancellationToken.None);
        Assert.Equal([], faults);
        output.Complete();
        return (end!, await TextAsync(output.Out.Path) + await TextAsync(output.Error.Path));
    }

    private static async Task<string> TextAsync(string path) => File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
}
