using Frontdesk.Activities.Options;
using Frontdesk.Domain;
using Frontdesk.Domain.Referrals;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Elsa.Definitions;
using Frontdesk.Web.Elsa.Descriptors;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Tests;

/// <summary>What the designer offers for a step comes out of the practice's records, on both databases.</summary>
public sealed class StepOptionsTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Every_list_that_a_step_chooses_from_is_filled(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var options = Options(clinic);

        foreach (var source in PracticeSource.All)
        {
            var list = options.Get(source);
            Assert.True(list.Count > 0, $"'{source}' is empty.");
            Assert.Equal(list.Count, list.Select(one => one.Value).Distinct(StringComparer.Ordinal).Count());
            Assert.All(list, one => Assert.False(string.IsNullOrWhiteSpace(one.Text)));
        }

        Assert.Empty(options.Get("no such list"));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_list_shows_names_and_stores_ids(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var options = Options(clinic);

        Assert.Contains(new InputOption("Hannah Weiß", "weiss"), options.Get(PracticeSource.Practitioners));
        Assert.Equal([new InputOption("Ada Quinn", "quinn")], options.Get(OptionSource.People));
        Assert.Equal([new InputOption("Harbor Cardiology (Cardiology)", "harbor")], options.Get(PracticeSource.Specialists));
        Assert.Contains(new InputOption("Night watch", "night-watch"), options.Get(OptionSource.Roles));
        Assert.Contains(new InputOption("Front desk", "front-desk"), options.Get(OptionSource.Roles));
        Assert.Contains(new InputOption("Reminder 3 day", "reminder-3-day"), options.Get(PracticeSource.Templates));
        Assert.Contains(new InputOption("Appointment booked", "AppointmentBooked"), options.Get(OptionSource.Events));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task An_event_that_a_workflow_publishes_can_be_waited_for(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        await SaveAsync(clinic, """
            { "definitionId": "teller", "name": "Teller", "root": { "id": "s", "type": "Elsa.Sequence", "activities": [
              { "id": "p", "type": "Elsa.PublishEvent", "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "KeysFound" } } } ] } }
            """);

        Assert.Contains(new InputOption("Keys found", "KeysFound"), Options(clinic).Get(OptionSource.Events));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task The_toolbox_has_the_programs_steps_and_the_workflows_that_may_be_used_as_one(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        await SaveAsync(clinic, """
            { "definitionId": "greet", "name": "Greet a patient", "options": { "usableAsActivity": true }, "root": { "id": "s", "type": "Elsa.Sequence", "activities": [] } }
            """);
        var steps = new ActivityDescriptors(clinic.Engine.Definitions, new DefinitionIndex(clinic.Engine), Options(clinic));

        var all = steps.All().ToDictionary(one => (string)one["typeName"]!, StringComparer.Ordinal);

        Assert.Equal("greet", (string)all["GreetAPatient"]["customProperties"]!["WorkflowDefinitionId"]!);
        Assert.True((bool)all["GreetAPatient"]["isBrowsable"]!);
        Assert.Equal("Ask a person", (string)steps.Find("Frontdesk.UserTask")!["displayName"]!);
        Assert.NotNull(steps.Find("GreetAPatient"));
        Assert.Null(steps.Find("Frontdesk.None"));
        var offered = steps.Options("Frontdesk.UserTask", "candidateUsers")!["checklist"]!["checkList"]!["items"]!.AsArray();
        Assert.Equal("quinn", (string)Assert.Single(offered)!["value"]!);
        Assert.Null(steps.Options("Frontdesk.UserTask", "None"));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task What_is_kept_of_definitions_follows_every_change_of_them(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var index = new DefinitionIndex(clinic.Engine);
        var (options, reading) = (new PracticeOptions(clinic.Engine, index), new DefinitionReading(clinic.Engine, index));
        Task ChangeAsync(string @event, string description, bool isStep) => SaveAsync(clinic, $$"""
            { "definitionId": "greet", "name": "Greet", "description": "{{description}}", "options": { "usableAsActivity": {{(isStep ? "true" : "false")}} }, "root": { "id": "s", "type": "Elsa.Sequence", "activities": [
              { "id": "p", "type": "Elsa.PublishEvent", "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "{{@event}}" } } } ] } }
            """);
        List<string> Found(string words) => [.. reading.List(new DefinitionQuery(new ListQuery(words), VersionChoice.Latest)).Items.Select(one => one.DefinitionId)];

        await ChangeAsync("KeysFound", "Für Gäste aus Łódź", isStep: true);
        Assert.Contains(options.Get(OptionSource.Events), one => one.Value == "KeysFound");
        Assert.Equal(["greet"], Found("gaste lodz"));
        Assert.True(Assert.Single(index.UsableAsSteps()).IsPublished);

        await ChangeAsync("KeysLost", "For nobody", isStep: false);
        Assert.DoesNotContain(options.Get(OptionSource.Events), one => one.Value == "KeysFound");
        Assert.Contains(options.Get(OptionSource.Events), one => one.Value == "KeysLost");
        Assert.Empty(Found("gaste"));
        Assert.Equal(["greet"], Found("nobody"));
        Assert.False(Assert.Single(index.UsableAsSteps()).IsPublished);

        await clinic.WriteAsync((_, burst) => clinic.Engine.Definitions.Delete(burst, "greet"));
        Assert.Empty(index.All());
    }

    private static PracticeOptions Options(Clinic clinic) => new(clinic.Engine, new DefinitionIndex(clinic.Engine));

    private static Task SaveAsync(Clinic clinic, string json) => clinic.WriteAsync((_, burst) =>
    {
        var saved = clinic.Engine.Definitions.SaveDraft(burst, WorkflowDefinition.Parse(json));
        clinic.Engine.Definitions.Publish(burst, saved.DefinitionId);
    });

    private async Task<Clinic> OpenAsync(DatabaseKind kind)
    {
        var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await clinic.WriteAsync((records, _) =>
        {
            records.Add(new StaffMember(Clinic.Id, new StaffId("quinn"), new PersonName("Ada", "Quinn"), [StaffRole.FrontDesk, "night-watch"]));
            records.Add(new Specialist(Clinic.Id, new SpecialistId("harbor"), "Harbor Cardiology", "Cardiology"));
        });
        return clinic;
    }
}
