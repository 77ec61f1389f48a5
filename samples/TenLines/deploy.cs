#!/usr/bin/env -S dotnet run
#:package RemoteDeploy@0.1.0
#:property PublishAot=false
using RemoteDeploy;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;

var here = Directory.GetCurrentDirectory();
var inventory = InventoryFile.Load(Path.Combine(here, "remotedeploy.yml")).Value;
var engine = new DeployEngine(new EngineOptions { WorkFolder = here });
var report = await engine.RunAsync(new RunRequest { Hosts = inventory.Select("@smoke").Value, Known = inventory, App = "ten", Payload = Path.Combine(here, "payload"), Suites = inventory.Suites });
foreach (var host in report.Hosts) Console.WriteLine($"{host.Host.Name}: {host.Outcome}, release {host.Release}");
foreach (var fault in report.AllFaults) Console.Error.WriteLine(fault);
return report.ExitCode;
