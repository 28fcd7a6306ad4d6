using System.Text;
using Frontdesk.Domain;
using Frontdesk.Domain.Referrals;
using Frontdesk.Domain.Staff;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Referrals;
using NodaTime;

namespace Frontdesk.Web.Tests;

/// <summary>What providers and the desk may do with referrals and the directory, on both databases.</summary>
public sealed class ReferralCommandTests(PostgresCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static SignReferral Palpitations => new("p1", "weiss", "ruiz", "Palpitations", "Is an arrhythmia likely?", "hannah", Note: "Two weeks of palpitations.", WithoutResults: true, IsSelfPay: true);

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_referral_is_signed_by_the_ordering_provider_or_who_acts_for_them_and_one_key_signs_once(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var commands = clinic.Get<ReferralCommands>();
        foreach (var other in new[] { "sam", "samuel", "nobody" })
        {
            var refused = await commands.SignAsync(Palpitations with { By = other }, "by-" + other, Stop);
            Assert.Equal((Refusal.Invalid, "by", other), (refused.Refusal, refused.Problems[0].Field, refused.Problems[0].Value));
        }

        var signed = (await commands.SignAsync(Palpitations, "k1", Stop)).Result!;
        Assert.Equal(("signed", "José Muñoz", "Dr. Ana Ruiz", "ruiz"), (signed.Referral.State, signed.Referral.PatientName, signed.Referral.Specialist, signed.SpecialistId));
        Assert.Equal(signed.Referral.Id, (await commands.SignAsync(Palpitations, "k1", Stop)).Result!.Referral.Id);
        Assert.Equal(Refusal.KeyReused, (await commands.SignAsync(Palpitations with { Reason = "Syncope" }, "k1", Stop)).Refusal);
        Assert.Equal(1, (await clinic.Get<ReferralReading>().FindAsync(new ListQuery(), null, false, Stop)).Total);

        await clinic.WriteAsync(async records =>
        {
            var now = Instant.FromDateTimeOffset(clinic.Now);
            (await records.FindStaffAsync(new StaffId("hannah")))!.GoAway(new OutOfOffice(now, now + Duration.FromDays(2), new StaffId("samuel"), "leave"));
        });
        Assert.Equal(Refusal.None, (await commands.SignAsync(Palpitations with { By = "samuel" }, "k2", Stop)).Refusal);
        Assert.Equal(Refusal.None, (await commands.SignAsync(Palpitations with { By = "ada" }, "k3", Stop)).Refusal);
    }

    [Fact]
    public async Task What_a_referral_names_must_exist_and_it_has_a_reason_and_a_question()
    {
        await using var clinic = await OpenAsync(DatabaseKind.Sqlite);
        var commands = clinic.Get<ReferralCommands>();
        foreach (var (field, command) in new[]
        {
            ("patientId", Palpitations with { PatientId = "nobody" }),
            ("practitionerId", Palpitations with { PractitionerId = "no body" }),
            ("specialistId", Palpitations with { SpecialistId = "nobody" }),
        })
        {
            var refused = await commands.SignAsync(command, field, Stop);
            Assert.Equal((Refusal.Invalid, field), (refused.Refusal, refused.Problems[0].Field));
        }

        Assert.Equal(Refusal.Conflict, (await commands.SignAsync(Palpitations with { Question = " " }, "k1", Stop)).Refusal);
        Assert.Equal(Refusal.NotFound, (await commands.RevokeAsync("nothing", new ChangeReferral("hannah", "typo"), "k2", Stop)).Refusal);
        Assert.Equal(0, (await clinic.Get<ReferralReading>().FindAsync(new ListQuery(), null, false, Stop)).Total);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task An_order_goes_to_one_specialist_once_at_a_time_and_to_two_specialists_at_once(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var commands = clinic.Get<ReferralCommands>();
        var order = Palpitations with { Order = "order-7" };
        var first = (await commands.SignAsync(order, "k1", Stop)).Result!.Referral;

        var again = await commands.SignAsync(order with { Reason = "Syncope" }, "k2", Stop);
        var problem = Assert.Single(again.Problems);
        Assert.Equal((Refusal.Conflict, "order", "order-7"), (again.Refusal, problem.Field, problem.Value));
        Assert.Contains(first.Number, problem.Message, StringComparison.Ordinal);
        Assert.Equal(Refusal.None, (await commands.SignAsync(order with { SpecialistId = "lung" }, "k3", Stop)).Refusal);

        // What names no order is an order of its own.
        Assert.Equal(Refusal.None, (await commands.SignAsync(Palpitations, "k4", Stop)).Refusal);
        Assert.Equal(Refusal.None, (await commands.SignAsync(Palpitations, "k5", Stop)).Refusal);

        // What is over makes room, and is not taken up again beside what took its place.
        await commands.RevokeAsync(first.Id, new ChangeReferral("hannah", "Wrong question"), "k6", Stop);
        var second = (await commands.SignAsync(order, "k7", Stop)).Result!.Referral;
        var reopened = await commands.ReopenAsync(first.Id, new ChangeReferral("hannah"), "k8", Stop);
        Assert.Equal((Refusal.Conflict, "order"), (reopened.Refusal, reopened.Problems[0].Field));
        await commands.RevokeAsync(second.Id, new ChangeReferral("hannah", "The first was right"), "k9", Stop);
        Assert.Equal("signed", (await commands.ReopenAsync(first.Id, new ChangeReferral("hannah"), "k10", Stop)).Result!.Referral.State);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task An_urgent_referral_is_taken_back_by_its_provider_only_and_what_is_over_can_be_taken_up_again(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var commands = clinic.Get<ReferralCommands>();
        var id = (await commands.SignAsync(Palpitations with { Urgency = ReferralUrgency.Urgent }, "k1", Stop)).Result!.Referral.Id;
        Assert.Equal(Refusal.Conflict, (await commands.ReopenAsync(id, new ChangeReferral("hannah"), "k2", Stop)).Refusal);
        Assert.Equal(Refusal.Conflict, (await commands.RevokeAsync(id, new ChangeReferral("sam", "By mistake"), "k3", Stop)).Refusal);

        Assert.Equal("by", Assert.Single((await commands.RevokeAsync(id, new ChangeReferral("nobody", "By mistake"), "k3b", Stop)).Problems).Field);

        var revoked = (await commands.RevokeAsync(id, new ChangeReferral("hannah", "By mistake"), "k4", Stop)).Result!;
        Assert.Equal(("revoked", null), (revoked.Referral.State, revoked.Next));
        Assert.Contains(revoked.History, line => line is { What: "Taken back", By: "hannah", Note: "By mistake" });
        Assert.Equal(Refusal.Conflict, (await commands.RevokeAsync(id, new ChangeReferral("hannah", "Twice"), "k5", Stop)).Refusal);
        Assert.Equal("signed", (await commands.ReopenAsync(id, new ChangeReferral("sam"), "k6", Stop)).Result!.Referral.State);

        var routine = (await commands.SignAsync(Palpitations, "k7", Stop)).Result!.Referral.Id;
        Assert.Equal("revoked", (await commands.RevokeAsync(routine, new ChangeReferral("sam", "By mistake"), "k8", Stop)).Result!.Referral.State);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_question_is_answered_by_whom_it_is_for_only(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind, Shipped);
        var commands = clinic.Get<ReferralCommands>();
        var id = (await commands.SignAsync(Palpitations with { NeedsAuthorization = true }, "k1", Stop)).Result!.Referral.Id;
        var asked = await UntilAsync(clinic, id, view => view.Tasks.Any(task => task.Outcomes.Contains("Not needed")));
        var answer = new AnswerReferral(asked.Tasks.First(task => task.Outcomes.Contains("Not needed")).Id, "Approved", "hannah", Number: "A-77");

        Assert.Equal(Refusal.Conflict, (await commands.AnswerAsync(id, answer, "k2", Stop)).Refusal);
        Assert.Equal(Refusal.Invalid, (await commands.AnswerAsync(id, answer with { By = "no body" }, "k3", Stop)).Refusal);
        Assert.Equal(Refusal.Conflict, (await commands.AnswerAsync(id, answer with { By = "sam", Outcome = "Perhaps" }, "k4", Stop)).Refusal);
        Assert.Equal(Refusal.None, (await commands.AnswerAsync(id, answer with { By = "sam" }, "k5", Stop)).Refusal);
        var authorized = await UntilAsync(clinic, id, view => view.AuthorizationNumber is not null);
        Assert.Equal(("Approved", "A-77"), (authorized.Authorization, authorized.AuthorizationNumber));
        Assert.Equal(Refusal.Conflict, (await commands.AnswerAsync(id, answer with { By = "sam" }, "k6", Stop)).Refusal);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_report_is_handed_in_once_and_waits_to_be_matched(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var commands = clinic.Get<ReferralCommands>();
        var signed = (await commands.SignAsync(Palpitations, "k1", Stop)).Result!.Referral;
        var report = new ReceiveReferralReport(Encoding.UTF8.GetBytes($"Re: José Muñoz, your number {signed.Number}\nNo arrhythmia."), "sam");

        var view = (await commands.ReceiveAsync(signed.Id, report, "k2", Stop)).Result!;
        await commands.ReceiveAsync(signed.Id, report, "k2", Stop);
        var document = Assert.Single((await clinic.Get<ReferralReading>().GetAsync(signed.Id, Stop))!.Documents);
        Assert.Equal("Report, unmatched", document.What);
        Assert.Equal([nameof(ReportIdentifier.Name), nameof(ReportIdentifier.ReferralNumber)], document.Found);
        Assert.Contains(view.History, line => line is { What: "A report came", By: "sam" });
        Assert.Equal(Refusal.Conflict, (await commands.ReceiveAsync(signed.Id, report with { Content = [] }, "k3", Stop)).Refusal);
        Assert.Equal(Refusal.Conflict, (await commands.ReceiveAsync(signed.Id, report with { Content = [0, 1, 2, 3] }, "k4", Stop)).Refusal);
    }

    [Theory]
    [InlineData("npi")]
    [InlineData("email")]
    [InlineData("fax")]
    [InlineData("phone")]
    [InlineData("id")]
    public async Task An_entry_of_the_directory_with_something_unusable_is_refused_and_named(string field)
    {
        await using var clinic = await OpenAsync(DatabaseKind.Sqlite);
        var entry = new KeepSpecialist("Dr. Kim Park", "Dermatology", "1234567893", "desk@skin.example", "+16175550161", "+16175550162");
        var (id, wrong, value) = field switch
        {
            "npi" => ("park", entry with { Npi = "1234567890" }, "1234567890"),
            "email" => ("park", entry with { Email = "desk at skin" }, "desk at skin"),
            "fax" => ("park", entry with { Fax = "12" }, "12"),
            "phone" => ("park", entry with { Phone = "ask Kim" }, "ask Kim"),
            _ => ("dr park", entry, "dr park"),
        };

        var refused = await clinic.Get<ReferralCommands>().KeepSpecialistAsync(id, wrong, "k1", Stop);
        var problem = Assert.Single(refused.Problems);
        Assert.Equal((Refusal.Invalid, field, value), (refused.Refusal, problem.Field, problem.Value));
        Assert.DoesNotContain(await clinic.Get<ReferralReading>().FindSpecialistsAsync(Stop), row => row.Id == id);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task An_entry_of_the_directory_is_added_and_corrected_and_says_whether_it_is_in_the_network(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var commands = clinic.Get<ReferralCommands>();
        var entry = new KeepSpecialist("Dr. Kim Park", "Dermatology", "1234567893", "desk@skin.example", "(617) 555-0161", "(617) 555-0162");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clinic.Now, TimeZoneInfo.FindSystemTimeZoneById("America/New_York")).DateTime);

        Assert.Equal(("+16175550161", true), ((await commands.KeepSpecialistAsync("park", entry, "k1", Stop)).Result is { } added ? (added.Fax, added.IsInNetwork) : default));
        Assert.True((await commands.KeepSpecialistAsync("park", entry with { LeftNetworkOn = today.AddDays(7) }, "k2", Stop)).Result!.IsInNetwork);
        var left = (await commands.KeepSpecialistAsync("park", entry with { Specialty = "Skin", Email = null, LeftNetworkOn = today }, "k3", Stop)).Result!;
        Assert.Equal(("Skin", null, false), (left.Specialty, left.Email, left.IsInNetwork));
        Assert.True((await commands.KeepSpecialistAsync("park", entry, "k4", Stop)).Result!.IsInNetwork);
        Assert.Equal(Refusal.Conflict, (await commands.KeepSpecialistAsync("park", entry with { Name = " " }, "k5", Stop)).Refusal);
        Assert.Single(await clinic.Get<ReferralReading>().FindSpecialistsAsync(Stop), row => row.Id == "park");
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Referrals_are_found_by_patient_specialist_and_number_and_every_look_is_on_the_trail(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var (commands, reading) = (clinic.Get<ReferralCommands>(), clinic.Get<ReferralReading>());
        var heart = (await commands.SignAsync(Palpitations, "k1", Stop)).Result!.Referral;
        var lung = (await commands.SignAsync(Palpitations with { PatientId = "p2", SpecialistId = "lung", Urgency = ReferralUrgency.Stat }, "k2", Stop)).Result!.Referral;
        await commands.RevokeAsync(heart.Id, new ChangeReferral("hannah", "By mistake"), "k3", Stop);

        foreach (var (words, found) in new[] { ("munoz", heart), ("ruiz cardiology", heart), (heart.Number.ToLowerInvariant(), heart), ("zoe angstrom", lung), ("lung", lung) })
            Assert.Equal(found.Number, Assert.Single((await reading.FindAsync(new ListQuery(words), null, false, Stop)).Items).Number);
        Assert.Equal(0, (await reading.FindAsync(new ListQuery("munoz lung"), null, false, Stop)).Total);
        Assert.Equal([lung.Id, heart.Id], (await reading.FindAsync(new ListQuery(), null, false, Stop)).Items.Select(row => row.Id));
        Assert.Equal(lung.Id, Assert.Single((await reading.FindAsync(new ListQuery(), null, true, Stop)).Items).Id);
        Assert.Equal(heart.Id, Assert.Single((await reading.FindAsync(new ListQuery(), ReferralStatus.Revoked, false, Stop)).Items).Id);
        Assert.Null(await reading.GetAsync("no such referral", Stop));
        foreach (var patient in new[] { "p1", "p2" })
            Assert.Contains(await clinic.ReadAsync(records => records.FindAccessesAsync(new PatientId(patient), Stop)), look => look.What == "referral");
        Assert.Empty(await clinic.ReadAsync(records => records.FindAccessesAsync(new PatientId("p3"), Stop)));
    }

    [Fact]
    public void Every_deadline_is_told_in_a_sentence()
    {
        var at = new DateTimeOffset(2026, 12, 18, 17, 0, 0, TimeSpan.FromHours(-5));
        var told = Enum.GetValues<ReferralSignal>()
            .Where(signal => signal is >= ReferralSignal.PacketLate or ReferralSignal.AuthorizationEnds or ReferralSignal.AuthorizationRanOut)
            .Select(signal => ReferralWords.Deadline(ReferralPorts.Of(signal), at)).ToList();

        Assert.Equal(told.Count, told.Distinct().Count());
        Assert.All(told, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
        Assert.All(told, sentence => Assert.Contains("Fri, Dec 18, 5:00 PM", sentence, StringComparison.Ordinal));
    }

    // The process that ships, and those that it starts.
    private static void Shipped(DirectoryInfo folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "referral-*.json"))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
    }

    private static async Task<ReferralView> UntilAsync(Clinic clinic, string id, Func<ReferralView, bool> isSo)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await clinic.Get<ReferralReading>().GetAsync(id, Stop) is { } view && isSo(view))
                return view;

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Stop);
        }

        throw new InvalidOperationException("It did not come to that.");
    }

    private async Task<Clinic> OpenAsync(DatabaseKind kind, Action<DirectoryInfo>? putWorkflows = null)
    {
        var clinic = await Clinic.OpenAsync(kind, cluster, putWorkflows);
        await clinic.AddPeopleAsync();
        await clinic.WriteAsync((records, _) =>
        {
            records.Add(new StaffMember(Clinic.Id, new StaffId("hannah"), new PersonName("Hannah", "Weiß"), [StaffRole.Provider], new PractitionerId("weiss")));
            records.Add(new StaffMember(Clinic.Id, new StaffId("samuel"), new PersonName("Samuel", "Ortiz"), [StaffRole.Provider], new PractitionerId("ortiz")));
            records.Add(new StaffMember(Clinic.Id, new StaffId("ada"), new PersonName("Ada", "Stone"), [StaffRole.MedicalDirector]));
            records.Add(new StaffMember(Clinic.Id, new StaffId("sam"), new PersonName("Sam", "Rivera"), [StaffRole.FrontDesk]));
            records.Add(new Specialist(Clinic.Id, new SpecialistId("ruiz"), "Dr. Ana Ruiz", "Cardiology"));
            records.Add(new Specialist(Clinic.Id, new SpecialistId("lung"), "Bay Lung Center", "Pulmonology"));
        });
        return clinic;
    }
}
