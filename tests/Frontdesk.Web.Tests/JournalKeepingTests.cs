using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frontdesk.Web.Tests;

public sealed class JournalKeepingTests(PostgresCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task What_happened_is_shown_from_a_packed_journal_as_before_and_after_the_time_to_keep_it_the_instance_is_still_there(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.Commands.PublishDefinitionAsync(new PublishDefinition(Flows.Asking()), "k0", Stop);
        var id = (await clinic.Engine.StartAsync(new StartRequest("asking"), Stop)).InstanceId!;
        await clinic.Engine.CancelAsync(id, Stop);
        var before = (await clinic.Reader.GetInstanceAsync(id, Stop))!.Journal;

        await SweepAsync(clinic, new JournalRetention(TimeSpan.FromMinutes(-1), TimeSpan.FromDays(1)));
        Assert.NotEmpty(before);
        Assert.Equal(before, (await clinic.Reader.GetInstanceAsync(id, Stop))!.Journal);

        await SweepAsync(clinic, new JournalRetention(TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(-1)));
        var after = (await clinic.Reader.GetInstanceAsync(id, Stop))!;
        Assert.Empty(after.Journal);
        Assert.Equal(id, after.Instance.Id);
    }

    // A time before the end of the instance stands for one that is long over.
    private static Task SweepAsync(Clinic clinic, JournalRetention retention) =>
        new JournalKeeping(clinic.Engine, clinic.Get<PracticeSettings>() with { Journals = retention }, clinic.Get<Readiness>(), TimeProvider.System, NullLogger<JournalKeeping>.Instance).SweepAsync(Stop);
}
