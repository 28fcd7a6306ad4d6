using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

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

    /// <summary>The application in this process over a real practice in a folder: a patient, a provider with an account, a location, no processes.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="backupFolder">Where back-ups are made; null for none.</param>
    public static async Task<WebApplication> RealAppAsync(DirectoryInfo data, string? backupFolder = null)
    {
        var app = WebHost.Build("http://127.0.0.1:0", (services, configuration, host) =>
        {
            var settings = host with { DataDirectory = data.FullName };
            configuration["Frontdesk:Practice:Id"] = "clinic";
            configuration["Frontdesk:Practice:Demo"] = "false";
            configuration["Frontdesk:Backup:Folder"] = backupFolder;
            configuration["Frontdesk:WorkflowsDirectory"] = Path.Combine(data.FullName, "workflows");
            services.AddSingleton(settings);
            Practice.Add(services, configuration, settings);
        });
        await app.StartAsync();
        await app.Services.GetRequiredService<Readiness>().WaitAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<WorkflowEngine>().ExecuteAsync((burst, scope, _) =>
        {
            var (records, practice, now) = (scope.GetRequiredService<IPracticeRecords>(), new PracticeId(burst.PracticeId), Instant.FromDateTimeOffset(burst.Now));
            records.Add(Patient.Register(practice, new PatientId("p1"), new PersonName("José", "Muñoz"), new LocalDate(1984, 3, 2), AdministrativeSex.Male, now));
            records.Add(new Practitioner(practice, new PractitionerId("weiss"), new PersonName("Hannah", "Weiss"), "Family medicine"));
            records.Add(new StaffMember(practice, new StaffId("hannah"), new PersonName("Hannah", "Weiss"), [StaffRole.Provider], new PractitionerId("weiss")));
            records.Add(new StaffMember(practice, new StaffId("sam"), new PersonName("Sam", "Rivera"), [StaffRole.FrontDesk]));
            records.Add(new Location(practice, new LocationId("elm"), "Elm Street office", "America/New_York", PhoneNumber.Parse("+12125550100")));
            return new ValueTask<bool>(true);
        });
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
