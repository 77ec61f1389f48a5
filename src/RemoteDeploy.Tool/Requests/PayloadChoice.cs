using RemoteDeploy.Faults;

namespace RemoteDeploy.Tool.Requests;

/// <summary>Decides which folder is shipped.</summary>
internal static class PayloadChoice
{
    /// <summary>The argument, else <c>payload:</c> of the file; RD0002 when there is neither.</summary>
    public static Attempt<string> Required(string? argument, Fleet fleet) =>
        fleet.Local(argument ?? fleet.Settings.Payload) is { } payload
            ? payload
            : new Fault(FaultCatalog.BadUsage, "No payload was given")
            {
                Try = fleet.Inventory.File is { } file
                    ? $"Name the folder to ship as argument, or as payload: in {LocalPath.ForReading(file, fleet.Here.WorkFolder)}"
                    : "Name the folder to ship as argument",
            };
}
