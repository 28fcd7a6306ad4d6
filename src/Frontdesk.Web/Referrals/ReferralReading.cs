using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Storage;
using Frontdesk.Storage;
using Frontdesk.Web.Documents;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;
using NodaTime;

namespace Frontdesk.Web.Referrals;

/// <summary>A referral in a list.</summary>
public sealed record ReferralRow(string Id, string Number, string PatientId, string PatientName, string Specialist, string Specialty, string Urgency, string State, DateTimeOffset Since, DateTimeOffset SignedOrDraftedAt);

/// <summary>What happened to a referral.</summary>
public sealed record ReferralLine(DateTimeOffset At, string State, string What, string? By, string? Note);

/// <summary>A document of a referral.</summary>
/// <param name="Id">The document.</param>
/// <param name="What">Packet, or what the report is to the referral.</param>
/// <param name="At">When it left or came.</param>
/// <param name="Found">The identifiers that were found in a report by reading it.</param>
/// <param name="Address">Where its content is.</param>
public sealed record ReferralDocument(string Id, string What, DateTimeOffset At, IReadOnlyList<string> Found, string Address);

/// <summary>A question to staff that is open.</summary>
public sealed record ReferralTask(string Id, string Title, string? Description, IReadOnlyList<string> Candidates, IReadOnlyList<string> Outcomes, DateTimeOffset? DueAt);

/// <summary>A referral with everything about it.</summary>
public sealed record ReferralView(ReferralRow Referral, string Reason, string Question, string OrderingProvider)
{
    /// <summary>The specialist's id in the directory.</summary>
    public required string SpecialistId { get; init; }

    /// <summary>The authorization's state.</summary>
    public required string Authorization { get; init; }

    /// <summary>The payer's number.</summary>
    public string? AuthorizationNumber { get; init; }

    /// <summary>The last day that is covered.</summary>
    public DateOnly? AuthorizationUntil { get; init; }

    /// <summary>The specialist's date.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>The deadline that counts now; null when it is over.</summary>
    public string? Next { get; init; }

    /// <summary>When it passes.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The status in the words of 360X, of BSeR, and of FHIR's ServiceRequest and Task.</summary>
    public required ReferralCode Codes { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<ReferralLine> History { get; init; }

    /// <summary>Packets and reports.</summary>
    public required IReadOnlyList<ReferralDocument> Documents { get; init; }

    /// <summary>Open questions.</summary>
    public required IReadOnlyList<ReferralTask> Tasks { get; init; }
}

/// <summary>A specialist of the directory.</summary>
public sealed record SpecialistRow(string Id, string Name, string Specialty, string? Npi, string? Email, string? Fax, string? Phone, DateOnly? LeftNetworkOn)
{
    /// <summary>In the network today.</summary>
    public bool IsInNetwork { get; init; } = true;
}

/// <summary>Reads referrals and the directory; every look at a patient's referral is in the audit trail before it is shown.</summary>
internal sealed class ReferralReading(EngineDatabase engine, PracticeDatabase database, PracticeSettings settings, AccessTrail trail, Readiness readiness, TimeProvider clock)
{
    private const string Columns = "r.id, r.number, r.patient_id, p.name_given, p.name_family, s.name, s.specialty, r.urgency, r.status, r.status_since_at, r.created_at";

    private const string Tables =
        """
        referral r
        left join patient p on p.practice_id = r.practice_id and p.id = r.patient_id
        left join specialist s on s.practice_id = r.practice_id and s.id = r.specialist_id
        """;

    /// <summary>Referrals, those that need somebody most first.</summary>
    public async Task<Page<ReferralRow>> FindAsync(ListQuery list, ReferralStatus? state, bool openOnly, CancellationToken stop)
    {
        await readiness.WaitAsync(stop);
        Page<ReferralRow> page;
        using (var sql = PracticeSql.Open(engine))
        {
            var where = new Conditions("r");
            where.AddWhen(state?.ToString(), value => $"r.status = {value}");
            if (openOnly)
                where.Add($"r.status not in ({string.Join(", ", Enum.GetValues<ReferralStatus>().Where(ReferralStatusTable.IsOver).Select(one => $"'{one}'"))})");
            where.AddWords(list.Search, word => sql.Holds("coalesce(p.name_given || ' ' || p.name_family, '') || ' ' || coalesce(s.name || ' ' || s.specialty, '') || ' ' || r.number", word));
            page = sql.Page(
                Columns,
                Tables,
                where,
                "case r.urgency when 'Stat' then 0 when 'Urgent' then 1 else 2 end, r.created_at desc, r.id",
                list,
                row => new ReferralRow(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.NameAt(3) ?? string.Empty,
                    row.TextAt(5) ?? string.Empty,
                    row.TextAt(6) ?? string.Empty,
                    row.GetString(7).ToLowerInvariant(),
                    ReferralCodes.NameOf(Enum.Parse<ReferralStatus>(row.GetString(8))),
                    row.MomentAt(9, settings.Zone),
                    row.MomentAt(10, settings.Zone)));
        }

        await trail.RecordAsync("referral", page.Items.Select(row => row.PatientId), stop);
        return page;
    }

    /// <summary>One referral; null when there is none.</summary>
    public async Task<ReferralView?> GetAsync(string id, CancellationToken stop)
    {
        if (!TryId(id, out var referralId))
            return null;

        await readiness.WaitAsync(stop);
        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), stop);
        var records = new PracticeRecords(context);
        if (await records.FindReferralAsync(referralId, stop) is not { } referral)
            return null;

        await trail.RecordAsync("referral", [referral.Patient.Value], stop);
        return await ViewAsync(records, referral, stop);
    }

    /// <summary>The directory.</summary>
    public async Task<IReadOnlyList<SpecialistRow>> FindSpecialistsAsync(CancellationToken stop)
    {
        await readiness.WaitAsync(stop);
        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), stop);
        return [.. (await new PracticeRecords(context).FindSpecialistsAsync(stop)).Select(Row)];
    }

    /// <summary>One specialist; null when there is none.</summary>
    public async Task<SpecialistRow?> GetSpecialistAsync(string id, CancellationToken stop) => (await FindSpecialistsAsync(stop)).FirstOrDefault(row => row.Id == id);

    private static bool TryId(string text, out ReferralId id)
    {
        try
        {
            id = new ReferralId(text);
            return true;
        }
        catch (InvalidValueException)
        {
            id = default;
            return false;
        }
    }

    private async Task<ReferralView> ViewAsync(PracticeRecords records, Referral referral, CancellationToken stop)
    {
        var patient = await records.FindPatientAsync(referral.Patient, stop);
        var specialist = await records.FindSpecialistAsync(referral.Specialist, stop);
        var provider = await records.FindPractitionerAsync(referral.OrderingProvider, stop);
        var location = await records.FindLocationAsync(referral.Location, stop);
        var next = referral.IsOver || location is null ? null : ReferralDeadlines.Next(referral, location);
        return new ReferralView(
            new ReferralRow(referral.Id.Value, referral.Number, referral.Patient.Value, patient?.Name.Full ?? string.Empty, specialist?.Name ?? string.Empty, specialist?.Specialty ?? string.Empty, ReferralCodes.PriorityOf(referral.Urgency), ReferralCodes.NameOf(referral.Status), referral.StatusSince.On(settings.Zone), (referral.SignedAt ?? referral.CreatedAt).On(settings.Zone)),
            referral.Reason,
            referral.Question,
            provider?.Name.Full ?? string.Empty)
        {
            SpecialistId = referral.Specialist.Value,
            Authorization = referral.Authorization.State.ToString(),
            AuthorizationNumber = referral.Authorization.Number,
            AuthorizationUntil = referral.Authorization.ValidUntil?.ToDateOnly(),
            ScheduledFor = referral.ScheduledFor?.On(settings.Zone),
            Next = next is null ? null : ReferralPorts.Of(next.Signal),
            NextAt = next?.At.On(settings.Zone),
            Codes = ReferralCodes.Of(referral.Status),
            History = [.. referral.History.Select(entry => new ReferralLine(entry.At.On(settings.Zone), ReferralCodes.NameOf(entry.Status), InWords(entry.What), entry.By, entry.Note))],
            Documents =
            [
                .. referral.Sendings.Select(one => new ReferralDocument(one.Document.Value, $"Packet by {ReferralWords.Channel(one.Channel)}{(one.Outcome.Length > 0 ? $", {one.Outcome}" : string.Empty)}", one.At.On(settings.Zone), [], DocumentRoutes.AddressOf(one.Document.Value))),
                .. referral.Reports.Select(one => new ReferralDocument(one.Document.Value, $"Report, {one.State.ToString().ToLowerInvariant()}", one.ReceivedAt.On(settings.Zone), [.. one.Found.Select(found => found.ToString())], DocumentRoutes.AddressOf(one.Document.Value))),
            ],
            Tasks = Tasks(referral.Id),
        };
    }

    private SpecialistRow Row(Specialist one) =>
        new(one.Id.Value, one.Name, one.Specialty, one.Npi?.Value, one.Email?.Value, one.Fax?.Value, one.Phone?.Value, one.LeftNetworkOn?.ToDateOnly())
        {
            IsInNetwork = one.IsInNetworkOn(LocalDate.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), settings.Zone).DateTime)),
        };

    private IReadOnlyList<ReferralTask> Tasks(ReferralId id)
    {
        using var sql = PracticeSql.Open(engine);
        return sql.Read(
            $"select u.id, u.title, u.details, u.due_at from user_task u where u.practice_id = $1 and u.state in ('ready', 'claimed') and {sql.Json("u.details", "subject")} = $2 order by u.priority, u.created_at, u.id",
            row =>
            {
                var details = JsonNode.Parse(row.GetString(2)) as JsonObject ?? [];
                return new ReferralTask(row.GetString(0), row.GetString(1), details["description"]?.ToString(), [.. Texts(details["users"]), .. Texts(details["roles"])], Texts(details["outcomes"]), row.MomentOrNullAt(3, settings.Zone));
            },
            SpecialistDesk.SubjectOf(id));
    }

    // A question's short name as a person writes it: "stat-call: Not reached" becomes "Stat call: Not reached".
    private static string InWords(string what)
    {
        var end = what.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? colon : what.Length;
        return char.IsAsciiLetterLower(what[0]) && !what.AsSpan(0, end).Contains(' ') ? char.ToUpperInvariant(what[0]) + what[1..end].Replace('-', ' ') + what[end..] : what;
    }

    private static IReadOnlyList<string> Texts(JsonNode? node) => node is JsonArray items ? [.. items.Select(item => item?.ToString() ?? string.Empty)] : [];
}
