// Strikes hosts of a lab with faults while the real tool is at work, and judges the outcome from outside. README.md says how.
using System.CommandLine;
using RemoteDeploy.FaultLab;

var command = LabCommand.Create();
var parse = command.Parse(args);
var exit = await parse.InvokeAsync();
return parse.Errors.Count > 0 ? 64 : exit;
