using RemoteDeploy.Inventory.Selection;

namespace RemoteDeploy.Inventory;

/// <summary>A first <c>remotedeploy.yml</c>: it works as it is, on three hosts that this machine plays, and explains every key.</summary>
public static class InventoryTemplate
{
    /// <summary>
    /// The file's text. Explanations start with <c># </c>, keys to be switched on with <c>#</c> alone; with all of them switched on the
    /// file is valid as well.
    /// </summary>
    /// <param name="app">Application name: letters, digits, <c>. _ -</c>.</param>
    /// <param name="payload">Folder to ship, relative to the file: letters, digits, <c>. _ - /</c>; null leaves the key switched off.</param>
    /// <exception cref="ArgumentException">A name has other characters.</exception>
    public static string Text(string app = "app", string? payload = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(app);
        if (!char.IsAsciiLetterOrDigit(app[0]) || !Labels.IsName(app))
        {
            throw new ArgumentException("An application name has letters, digits, '.', '_' and '-'.", nameof(app));
        }

        if (payload is not null && (payload.Length == 0 || payload[0] is '-' or '~' || !Labels.IsName(payload.Where(character => character != '/'))))
        {
            throw new ArgumentException("The payload cannot be written into the file without quotes.", nameof(payload));
        }

        return Head(app, payload is null ? "#payload: bin/Release/net10.0/publish" : $"payload: {payload}") + Hosts + Run;
    }

    private static string Head(string app, string payload) =>
        $"""
        # Test machines and what runs on them. Try it: dotnet remotedeploy hosts
        version: 1

        # Application: the folder below the base on every host.
        app: {app}

        # Folder to ship, relative to this file. Without it, name it on the command line.
        {payload}

        """;

    private const string Hosts =
        """

        # Hosts, one a line. These three are folders of this machine that play hosts; replace them by yours:
        #   - lab[01-40]                  an alias of ~/.ssh/config or a DNS name, 40 times
        #   - ci@10.0.0.7:2222            user, address and port
        #   - name: board                 a name of your own, with settings
        #     address: 10.0.1.12
        #     user: root
        # or, all of them as keys:  lab[01-40]: {user: ci, tags: [arm64]}
        hosts:
          - local:a
          - local:b
          - name: local:c
            #tags: [slow]
          # All that a host can say. A range in the address is counted along with the range in the name. Of hosts that
          # are free for a unit of a pool, the one with the highest score takes it.
          #- name: lab[01-04]
            #address: 10.0.0.[11-14]
            #user: ci
            #port: 2222
            #identity: ~/.ssh/lab_ed25519
            #base: /srv/remotedeploy
            #rid: linux-arm64
            #score: 10
            #tags: [arm64, rack1]

        # What hosts have that do not say it themselves. Without user, port and identity, ssh_config decides.
        #defaults:
          #user: ci
          #port: 22
          #identity: ~/.ssh/id_ed25519
          #base: ~/.remotedeploy
          #rid: linux-x64
          #score: 0
          #tags: [lab]

        # Names for sets of hosts, used as @name: a list, or a selector. Quote what starts with @ * ! or stands in [ ].
        #groups:
          #quick: "local:a,local:b"
          #nightly: ["@quick", "local:?"]
          #sick: []

        """;

    private const string Run =
        """

        # Suites that 'dotnet remotedeploy run' starts after the deploy, in this order.
        #suites:
          # An xunit.v3 test program of the payload.
          #- name: unit
            #tests: HelloFleet.Tests.dll
            #timeout: 5m
          # Any command. It passes when it exits 0 and, with results, every result file is there and green.
          #- name: smoke
            #command: ./smoke.sh
            #arguments: --level 2 --label "two words"
            #results: out/*.trx
            #timeout: 90s
            #environment: {LOG_LEVEL: debug}
            #on: "@quick"
            # What a host must be or have, or none of it runs there: tags, facts, runtimes.
            #requires: [quick, "cpus>=1", os=Linux]
            # Failed suites, and failed units of a pool, are run again so often; what passes then is flaky.
            #retries: 1
            # Run once on each host, before the first test there and after the last.
            #setUp: ./prepare.sh --fast
            #tearDown: [./clean.sh]
            # Files to bring back beside results, and how much of them from each host.
            #artifacts: [logs/*.txt, "**/*.dmp"]
            #artifactsCap: 256MiB
          # Suites that hosts share: each free host takes the next class (or test). Hosts of spares stand in for lost ones.
          #- name: shared
            #tests: HelloFleet.Tests.dll
            #mode: pool
            #unit: class
            #spares: "local:c"
          # Units that are written down: commands, or arguments for the command of the suite.
          #- name: checks
            #mode: pool
            #units:
              #- ./check.sh --fast
              #- name: reset
                #command: [./reset.sh, --all]
                #duration: 90s
                #timeout: 5m
                #retries: 0
                #requires: quick
                # The host is not used for other units afterwards.
                #destructive: true
          #- name: devices
            #command: ./device.sh
            #mode: pool
            #units:
              #- arguments: --port 1
          # A command on each line of a file beside this one.
          #- name: nightly
            #mode: pool
            #unitsFile: checks.txt
          # A program of the release that prints a unit on each line.
          #- name: printed
            #mode: pool
            #unitsFrom: ./list-checks.sh

        # Where releases live on the hosts: absolute, or below the home of the remote user.
        #base: ~/.remotedeploy
        # Version put before the digest in release names.
        #release: 1.0.0
        # Digest that proves every file: sha256, or md5, which finds corruption but not an attacker.
        #digest: sha256
        # Files that a host verified before and that were not written since: recorded (not read again) or full (every byte is read).
        #verify: recorded
        # Releases kept on each host, the active one included.
        #keep: 3
        # Hosts worked on at the same time.
        #forks: 32
        # Deadline of the whole run on each host; for connecting; for a transfer that moves nothing; least rate of transfers.
        #timeout: 30m
        #connectTimeout: 10s
        #stallTimeout: 20s
        #minRate: 8kbit
        # How many hosts may fail while the others are still switched: a number, or a share such as 10%.
        #allowFailures: 0
        # How a payload gets to many hosts: auto, off (from this machine to each), chain or tree (hosts pass it on to each other).
        #relay: auto
        # How fast links are, where it is not to be measured: this machine's own, and those of hosts; direct: hosts that others cannot reach.
        #links: {uplink: 100Mbit, "local:a,local:b": 1Gbit, "local:c": direct}
        # ssh_config handed to ssh, relative to this file or ~/…; without it ssh reads your own.
        #sshConfig: lab.sshconfig
        # .NET runtimes that every host must have, checked before a byte is copied.
        #requires: Microsoft.NETCore.App [10.0,11.0)
        # Durations of tests in earlier runs, by which pools are scheduled; relative to this file. Commit it to share it.
        #history: .remotedeploy/history.json
        # No more tests are begun after so many have failed for good.
        #maxFailures: 20
        # Whether tests that passed only when they were run again fail the run.
        #failOnFlaky: false
        # Program run in the new release on each host before it is verified: one text, or a list with its arguments.
        #afterCopy: [./prepare.sh, --fast]

        """;
}
