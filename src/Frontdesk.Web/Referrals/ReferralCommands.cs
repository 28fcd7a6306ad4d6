using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Referrals;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Tasks;
using Frontdesk.Interop.Pdf;
using Frontdesk.Web.Commanding;
using NodaTime;

namespace Frontdesk.Web.Referrals;

/// <summary>Signs a new referral.</summary>
/// <param name="PatientId">Who is referred.</param>
/// <param name="PractitionerId">Who orders it.</param>
/// <param name="SpecialistId">To whom, of the directory.</param>
/// <param name="Reason">Why.</param>
/// <param name="Question">What is asked.</param>
/// <param name="By">The account that signs, of the ordering provider or who acts for them.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="Note">A clinical note, when the chart has none.</param>
/// <param name="NeedsAuthorization">The payer has to be asked.</param>
/// <param name="IsEConsult">An answer without a visit is asked for.</param>
/// <param name="WithoutResults">No results are relevant.</param>
/// <param name="IsSelfPay">The patient pays.</param>
/// <param name="Order">The order, when two specialists are asked for one.</param>
public sealed record SignReferral(
    string PatientId,
    string PractitionerId,
    string SpecialistId,
    string Reason,
    string Question,
    string By,
    ReferralUrgency Urgency = ReferralUrgency.Routine,
    string Note = "",
    bool NeedsAuthorization = false,
    bool IsEConsult = false,
    bool WithoutResults = false,
    bool IsSelfPay = false,
    string Order = "");

/// <summary>Answers an open question about a referral, with what goes along.</summary>
/// <param name="TaskId">The question's task.</param>
/// <param name="Outcome">What is chosen.</param>
/// <param name="By">The account of who answers.</param>
/// <param name="Note">In their words.</param>
/// <param name="Number">The payer's number.</param>
/// <param name="ValidUntil">The last day of the authorization.</param>
/// <param name="Visits">How many visits are covered.</param>
/// <param name="When">A date on the practice's clock, <c>2026-05-01T14:30</c>.</param>
/// <param name="SpecialistId">The specialist to redirect to.</param>
/// <param name="Identifiers">The identifiers that were compared.</param>
public sealed record AnswerReferral(
    string TaskId,
    string Outcome,
    string By,
    string? Note = null,
    string? Number = null,
    string? ValidUntil = null,
    int? Visits = null,
    string? When = null,
    string? SpecialistId = null,
    IReadOnlyList<ReportIdentifier>? Identifiers = null);

/// <summary>Takes a referral back or up again.</summary>
/// <param name="By">The account of who says so.</param>
/// <param name="Reason">Why.</param>
public sealed record ChangeReferral(string By, string Reason = "");

/// <summary>A report that came on paper or by fax.</summary>
/// <param name="Content">The file, in base64.</param>
/// <param name="By">The account of who took it in.</param>
public sealed record ReceiveReferralReport(byte[] Content, string By);

/// <summary>Adds or changes a specialist of the directory.</summary>
/// <param name="Name">The name of the person or office.</param>
/// <param name="Specialty">The specialty.</param>
/// <param name="Npi">National Provider Identifier.</param>
/// <param name="Email">Where e-mails go.</param>
/// <param name="Fax">Where faxes go.</param>
/// <param name="Phone">Where the desk answers.</param>
/// <param name="LeftNetworkOn">The first day outside the network, <c>2026-05-01</c>.</param>
public sealed record KeepSpecialist(string Name, string Specialty, string? Npi = null, string? Email = null, string? Fax = null, string? Phone = null, DateOnly? LeftNetworkOn = null);

/// <summary>Commands about referrals: each is one burst.</summary>
internal sealed class ReferralCommands(CommandRun run, ReferralReading reading)
{
    public Task<Outcome<ReferralView>> SignAsync(SignReferral command, string key, CancellationToken stop) =>
        run.RunAsync(key, ["sign-referral", command], (burst, records, cancel) => SignAsync(burst, records, command, cancel), ReadAsync, stop);

    public Task<Outcome<ReferralView>> AnswerAsync(string id, AnswerReferral command, string key, CancellationToken stop) =>
        run.RunAsync(key, ["answer-referral", id, command], (burst, records, cancel) => AnswerAsync(burst, records, id, command, cancel), ReadAsync, stop);

    public Task<Outcome<ReferralView>> RevokeAsync(string id, ChangeReferral command, string key, CancellationToken stop) =>
        run.RunAsync(key, ["revoke-referral", id, command], (burst, records, cancel) => RevokeAsync(burst, records, id, command, cancel), ReadAsync, stop);

    public Task<Outcome<ReferralView>> ReopenAsync(string id, ChangeReferral command, string key, CancellationToken stop) =>
        run.RunAsync(key, ["reopen-referral", id, command], (burst, records, cancel) => ReopenAsync(burst, records, id, command, cancel), ReadAsync, stop);

    public Task<Outcome<ReferralView>> ReceiveAsync(string id, ReceiveReferralReport command, string key, CancellationToken stop) =>
        run.RunAsync(
            key,
            ["receive-report", id, command],
            async (burst, records, cancel) =>
            {
                await new SpecialistDesk(records, new ReportReader()).ReceiveAsync(await FindAsync(records, id, cancel), new DocumentId(burst.NewId()), command.Content, command.By, isEConsult: false, Now(burst), cancel);
                return id;
            },
            ReadAsync,
            stop);

    public Task<Outcome<SpecialistRow>> KeepSpecialistAsync(string id, KeepSpecialist command, string key, CancellationToken stop) =>
        run.RunAsync(key, ["keep-specialist", id, command], (burst, records, cancel) => KeepAsync(burst, records, id, command, cancel), one => reading.GetSpecialistAsync(one, CancellationToken.None), stop);

    private static Instant Now(BurstTransaction burst) => Instant.FromDateTimeOffset(burst.Now);

    private static CommandRefusedException Invalid(string field, string? value, string message, string remedy) => new(Refusal.Invalid, new FieldProblem(field, value, message, remedy));

    private static T Id<T>(string field, string value)
        where T : struct, ITextValue<T>
    {
        try
        {
            return T.Restore(value);
        }
        catch (InvalidValueException wrong)
        {
            throw Invalid(field, value, "This is not an id.", wrong.Remedy);
        }
    }

    private static async ValueTask<Referral> FindAsync(IPracticeRecords records, string id, CancellationToken stop) =>
        await records.FindReferralAsync(Id<ReferralId>("id", id), stop)
        ?? throw new CommandRefusedException(Refusal.NotFound, new FieldProblem("id", id, "There is no such referral.", "Take the id from the list."));

    // An order goes to one specialist once at a time; to two specialists it may go.
    private static async ValueTask RequireOnlyOneAsync(IPracticeRecords records, Referral referral, CancellationToken stop)
    {
        if (await new ReferralDesk(records).FindOfSameOrderAsync(referral, referral.Specialist, stop) is { } other)
        {
            throw new CommandRefusedException(
                Refusal.Conflict,
                new FieldProblem("order", referral.OrderKey, $"Referral {other.Number} of this order to this specialist is still open.", "Use that referral or end it first, or choose another specialist."));
        }
    }

    private static async ValueTask<string> SignAsync(BurstTransaction burst, IPracticeRecords records, SignReferral command, CancellationToken stop)
    {
        var patient = await records.FindPatientAsync(Id<PatientId>("patientId", command.PatientId), stop) ?? throw Invalid("patientId", command.PatientId, "There is no such patient.", "Take the id from the list of patients.");
        var provider = await records.FindPractitionerAsync(Id<PractitionerId>("practitionerId", command.PractitionerId), stop) ?? throw Invalid("practitionerId", command.PractitionerId, "There is no such practitioner.", "Take the id from /api/practice.");
        var specialist = await records.FindSpecialistAsync(Id<SpecialistId>("specialistId", command.SpecialistId), stop) ?? throw Invalid("specialistId", command.SpecialistId, "The directory has no such specialist.", "Take the id from /api/specialists.");
        var location = (await records.FindLocationsAsync(stop)).Main() ?? throw Invalid("practitionerId", command.PractitionerId, "The practice has no location yet.", "Add a location first.");
        var request = new ReferralRequest(patient.PracticeId, new ReferralId(burst.NewId()), patient.Id, provider.Id, location.Id, specialist.Id, command.Urgency, command.Reason, command.Question)
        {
            Note = command.Note,
            Order = command.Order,
            NeedsAuthorization = command.NeedsAuthorization,
            IsEConsult = command.IsEConsult,
            WithoutResults = command.WithoutResults,
            IsSelfPay = command.IsSelfPay,
        };
        var referral = new Referral(request, Now(burst));
        if (!await new ReferralDesk(records).IsProviderAsync(command.By, referral, Now(burst), stop))
            throw Invalid("by", command.By, "Only the ordering provider, or who acts for them, signs.", "Choose the account of the provider.");

        await RequireOnlyOneAsync(records, referral, stop);
        records.Add(referral);
        referral.Sign(command.By, Now(burst));
        return referral.Id.Value;
    }

    private static async ValueTask<string> AnswerAsync(BurstTransaction burst, IPracticeRecords records, string id, AnswerReferral command, CancellationToken stop)
    {
        _ = await FindAsync(records, id, stop);
        var member = await records.FindStaffAsync(Id<StaffId>("by", command.By), stop) ?? throw Invalid("by", command.By, "There is no such account.", "Send the account of who answers.");
        var form = new JsonObject
        {
            ["note"] = command.Note,
            ["number"] = command.Number,
            ["validUntil"] = command.ValidUntil,
            ["visits"] = command.Visits,
            ["when"] = command.When,
            ["specialist"] = command.SpecialistId,
            ["identifiers"] = new JsonArray([.. (command.Identifiers ?? []).Select(one => (JsonNode)one.ToString())]),
        };
        UserTasks.Complete(burst, command.TaskId, member.Id.Value, member.Roles, command.Outcome, form);
        return id;
    }

    private static async ValueTask RequireStaffAsync(IPracticeRecords records, string by, CancellationToken stop)
    {
        if (await records.FindStaffAsync(Id<StaffId>("by", by), stop) is not { IsActive: true })
            throw Invalid("by", by, "There is no such account.", "Send the account of who says so.");
    }

    private static async ValueTask<string> RevokeAsync(BurstTransaction burst, IPracticeRecords records, string id, ChangeReferral command, CancellationToken stop)
    {
        var referral = await FindAsync(records, id, stop);
        await RequireStaffAsync(records, command.By, stop);
        referral.Revoke(command.Reason, command.By, await new ReferralDesk(records).IsProviderAsync(command.By, referral, Now(burst), stop), Now(burst));
        return id;
    }

    private static async ValueTask<string> ReopenAsync(BurstTransaction burst, IPracticeRecords records, string id, ChangeReferral command, CancellationToken stop)
    {
        var referral = await FindAsync(records, id, stop);
        await RequireStaffAsync(records, command.By, stop);
        await RequireOnlyOneAsync(records, referral, stop);
        referral.Reopen(command.By, Now(burst));
        return id;
    }

    private static async ValueTask<string> KeepAsync(BurstTransaction burst, IPracticeRecords records, string id, KeepSpecialist command, CancellationToken stop)
    {
        Npi? npi = command.Npi is null ? null : Npi.TryParse(command.Npi, out var parsed) ? parsed : throw Invalid("npi", command.Npi, "This is not an NPI.", "Send ten digits with a correct check digit.");
        EmailAddress? email = command.Email is null ? null : EmailAddress.TryParse(command.Email, out var address) ? address : throw Invalid("email", command.Email, "This is not an e-mail address.", "Send one bare address.");
        var specialist = await records.FindSpecialistAsync(Id<SpecialistId>("id", id), stop);
        if (specialist is null)
            records.Add(specialist = new Specialist(new PracticeId(burst.PracticeId), new SpecialistId(id), command.Name, command.Specialty, npi));
        else
            specialist.Correct(command.Name, command.Specialty, npi);

        specialist.AnswerAt(email, Phone("fax", command.Fax), Phone("phone", command.Phone));
        if (command.LeftNetworkOn is not { } left)
            specialist.JoinNetwork();
        else if (specialist.LeftNetworkOn != LocalDate.FromDateOnly(left))
            specialist.LeaveNetwork(LocalDate.FromDateOnly(left), Now(burst));
        return id;
    }

    private static PhoneNumber? Phone(string field, string? text) =>
        text is null ? null : PhoneNumber.TryParse(text, out var number) ? number : throw Invalid(field, text, $"This is not a {field} number that can be dialled.", "Send it with area code, or as +1…");

    private Task<ReferralView?> ReadAsync(string id) => reading.GetAsync(id, CancellationToken.None);
}
