namespace RemoteDeploy.FaultLab.Cases;

/// <summary>Instants at which faults strike, found from outside.</summary>
internal static class Moments
{
    /// <summary>Some of the payload is on the victim, most is not.</summary>
    public static bool MidCopy(Scene scene) => scene.Moved(FaultCase.Victim) > 1_200_000;

    /// <summary>The suite runs on the victim.</summary>
    public static bool InSuite(Scene scene) => scene.Victim.Exists("/srv/ran");

    /// <summary>The command runs on the victim.</summary>
    public static bool InCommand(Scene scene) => scene.Victim.Exists("/srv/began");
}
