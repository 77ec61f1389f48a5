namespace RemoteDeploy.Benchmarks;

/// <summary>One way to bring a folder to all hosts.</summary>
internal interface IContestant
{
    /// <summary>What is printed.</summary>
    string Name { get; }

    /// <summary>False when a program it needs is not on this machine.</summary>
    bool CanRun { get; }

    /// <summary>Brings the folder to every host and returns the seconds it took.</summary>
    Task<double> RunAsync(string folder, int round);

    /// <summary>Removes what a round left on the hosts.</summary>
    void Clean();
}
