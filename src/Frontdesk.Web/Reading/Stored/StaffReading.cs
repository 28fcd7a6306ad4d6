using Frontdesk.Domain;
using Frontdesk.Domain.Staff;
using Frontdesk.Storage;
using NodaTime;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>The staff list out of the database.</summary>
internal static class StaffReading
{
    public static async Task<IReadOnlyList<StaffRow>> FindAsync(PracticeDatabase database, PracticeId practice, Instant now, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(practice, cancellationToken);
        var records = new PracticeRecords(context);
        var directory = new StaffDirectory(records);
        List<StaffRow> rows = [];
        foreach (var member in await records.FindStaffAsync(cancellationToken))
        {
            var away = member.TimesAway.Where(absence => absence.Covers(now)).Select(absence => (Instant?)absence.Until).Max();
            var acts = away is null ? null : (await directory.WhoActsForAsync(member.Id, now, cancellationToken))?.Id.Value;
            rows.Add(new StaffRow(member.Id.Value, member.Name.Full, member.Roles, away?.On(zone), acts, member.Practitioner?.Value));
        }

        return [.. rows.OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Whom somebody may act as: themselves, and everybody they stand in for.</summary>
    public static async Task<StaffActor?> ActorAsync(PracticeDatabase database, PracticeId practice, string person, Instant now, CancellationToken cancellationToken)
    {
        if (!Ids.TryRead(person, out StaffId id))
            return null;

        await using var context = await database.OpenAsync(practice, cancellationToken);
        return await new StaffDirectory(new PracticeRecords(context)).FindActorAsync(id, now, cancellationToken);
    }
}
