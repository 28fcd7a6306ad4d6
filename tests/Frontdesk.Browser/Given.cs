using Frontdesk.Web.Commanding;
using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Frontdesk.Browser;

/// <summary>What the tests start from: the real application over a practice on paper.</summary>
internal static class Given
{
    /// <summary>The application on a free loopback port, open for business.</summary>
    public static async Task<WebApplication> AppAsync(PracticeReader reader, PracticeJobs? jobs = null, PracticeCommands? commands = null)
    {
        Environment.SetEnvironmentVariable("Frontdesk__DataDirectory", Directory.CreateTempSubdirectory("frontdesk-").FullName);
        var app = WebHost.Build("http://127.0.0.1:0", (services, _, _) =>
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton(reader);
            services.AddSingleton(commands ?? new CommandsOnPaper(reader));
            services.AddSingleton(jobs ?? new OpenAtOnce());
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>Jobs whose practice is open as soon as it is asked.</summary>
    internal sealed class OpenAtOnce : PracticeJobs
    {
        public override Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task<int> SimulateAsync(SimulationRequest request, TextWriter output, CancellationToken cancellationToken) => Task.FromResult(0);

        public override Task<int> ImportAsync(string directory, TextWriter output, CancellationToken cancellationToken) => Task.FromResult(0);

        public override Task<int> ValidateAsync(string path, TextWriter output, CancellationToken cancellationToken) => Task.FromResult(0);

        public override Task<int> ResetDemoAsync(TextWriter output, CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
