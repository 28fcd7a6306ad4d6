using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Pump;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;

namespace Frontdesk.Browser;

/// <summary>A patient answers a letter or a call days later, and whoever picks up the phone records it on the result's page.</summary>
public sealed class HeardBackTests(Chromium chromium) : RealAppTests, IClassFixture<Chromium>
{
    [Fact]
    public async Task The_front_desk_records_that_a_letter_arrived_and_only_a_clinician_that_a_patient_was_told()
    {
        var letter = await TriedAsync("F-1", DecisionOutcome.ApproveTemplate, ContactKind.Letter, ContactOutcome.Sent);
        await using (var look = await Looking.AtAsync(chromium, $"/results/{letter}", width: 320, scheme: ColorScheme.Dark, root: Root))
        {
            Assert.Equal(["The patient has it", "The patient wants a clinician", "It came back"], await Choice(look, "What was heard").Locator("option").AllTextContentsAsync());
            await Choice(look, "Who heard it").SelectOptionAsync("sam");
            await RecordAsync(look, "Letter 1, reached (Sam Rivera)");
            await look.Page.GetByText("Patient knows").WaitForAsync();
        }

        var call = await TriedAsync("F-2", DecisionOutcome.ClinicianCalls, ContactKind.ClinicianCall, ContactOutcome.NotReached);
        await using (var look = await Looking.AtAsync(chromium, $"/results/{call}", width: 320, scheme: ColorScheme.Dark, root: Root))
        {
            var who = Choice(look, "Clinician, who told the patient");
            await who.SelectOptionAsync("hannah");
            Assert.Equal(["Choose a person", "Hannah Weiss"], await who.Locator("option").AllTextContentsAsync());
            await RecordAsync(look, "Clinician's call 1, reached (Hannah Weiss)");
        }
    }

    private static ILocator Choice(Looking look, string name) => look.Page.GetByRole(AriaRole.Combobox, new() { Name = name, Exact = true });

    private static async Task RecordAsync(Looking look, string line)
    {
        Assert.Empty(await look.Page.ViolationsAsync());
        await look.Page.GetByRole(AriaRole.Button, new() { Name = "Record it" }).EnterAsync();
        await look.Page.GetByText(line).WaitForAsync();
        Assert.Empty(await look.Page.ViolationsAsync());
        Assert.True(await look.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");
        Assert.Empty(look.Complaints);
    }

    // A result that a provider has directed, and one attempt that was made because of it.
    private async Task<string> TriedAsync(string filler, DecisionOutcome direction, ContactKind kind, ContactOutcome outcome)
    {
        var id = string.Empty;
        await App.Services.GetRequiredService<WorkflowEngine>().ExecuteAsync(async (burst, scope, stop) =>
        {
            var (records, now) = (scope.GetRequiredService<IPracticeRecords>(), Instant.FromDateTimeOffset(burst.Now));
            var values = new Observation("2823-3", string.Empty, ObservationStatus.Final, now) { Value = 4.2m, Unit = "mmol/L", Name = "Potassium" };
            var report = new IncomingReport("quest", filler, "2823-3", ObservationStatus.Final, now, [values], new NamedPatient([], new PersonName("José", "Muñoz"), new LocalDate(1984, 3, 2)))
            {
                Practitioner = new PractitionerId("weiss"),
                TakenAt = now,
            };
            var result = (await new ResultIntake(records).ReceiveAsync(new PracticeId(burst.PracticeId), report, ResultIntake.UsualNewWithin, now, stop)).Result;
            result.AskProvider(now);
            await new ResultDesk(records).DecideAsync(result.Id, new Direction(direction, result.Version, result.ContentHash, new StaffId("hannah")), ResultDesk.UsualLongestHold, now, stop);
            result.Record(result.Begin(kind, now).Key, outcome, "sam", now);
            id = result.Id.Value;
            return true;
        });
        return id;
    }
}
