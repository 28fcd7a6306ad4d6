using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Hosting;

return await FrontdeskCommand.RunAsync(args, Practice.Add, Console.Out, Console.Error, CancellationToken.None);
