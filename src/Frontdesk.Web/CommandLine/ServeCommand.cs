using System.CommandLine;
using System.Net.Sockets;
using Frontdesk.Web.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Frontdesk.Web.CommandLine;

/// <summary><c>frontdesk serve</c>: the staff app and the API, until Ctrl+C.</summary>
public static class ServeCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(AddPractice addPractice, TextWriter output)
    {
        var urls = new Option<string?>("--urls") { Description = "Where to listen, e.g. http://localhost:5080; several are separated by semicolons." };
        var command = new Command("serve", "Serve the staff app and the API (the default).") { urls };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(urls), addPractice, output, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? urls, AddPractice addPractice, TextWriter output, CancellationToken cancellationToken)
    {
        await using var app = WebHost.Build(urls, addPractice);
        var opening = app.Services.GetRequiredService<PracticeOpening>();
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (opening.Failure is { } early)
        {
            throw new CommandFailure(early.Message, early);
        }
        catch (IOException refused) when (refused.InnerException is AddressInUseException)
        {
            throw new CommandFailure($"Another program already listens at {Addresses(app)}: stop it, or choose another port with --urls http://localhost:5081.", refused);
        }
        catch (SocketException refused)
        {
            throw new CommandFailure($"This machine does not allow listening at {Addresses(app)} ({refused.SocketErrorCode}): choose another port with --urls http://localhost:5081.", refused);
        }

        foreach (var url in app.Urls)
            await output.WriteLineAsync($"Frontdesk is at {url}");
        await output.WriteLineAsync("There is no sign-in yet, so it answers on this machine only. Press Ctrl+C to stop.");
        await app.WaitForShutdownAsync(cancellationToken);
        if (opening.Failure is { } failure)
            throw failure;
        return FailureOf(app.Services.GetServices<IHostedService>()) is { } unexpected ? throw unexpected : 0;
    }

    // Work beside the requests that fails takes the program with it, so that whoever runs it begins it again; the type only, because
    // a message may quote what is in the practice.
    private static CommandFailure? FailureOf(IEnumerable<IHostedService> services) => services.OfType<BackgroundService>()
        .Where(service => service.ExecuteTask is { IsFaulted: true })
        .Select(service => new CommandFailure($"The program stopped because {service.GetType().Name} failed unexpectedly ({service.ExecuteTask!.Exception!.GetBaseException().GetType().Name}). Start it again; nothing is lost.", service.ExecuteTask!.Exception))
        .FirstOrDefault();

    private static string Addresses(WebApplication app) => app.Services.GetRequiredService<FrontdeskSettings>().Urls;
}
