using Frontdesk.Domain;
using Frontdesk.Domain.Staff;
using Frontdesk.Web.Reading;
using NodaTime;

namespace Frontdesk.Web.Commanding;

/// <summary>What is done to the staff list, within one burst.</summary>
internal static class StaffCommands
{
    /// <summary>Adds somebody, or changes their roles.</summary>
    public static async ValueTask<string> EmployAsync(IPracticeRecords records, PracticeId practice, string staffId, EmployStaff command, CancellationToken cancellationToken)
    {
        var id = IdOf("id", staffId);
        var name = NameOf(command);
        var practitioner = await PractitionerAsync(records, command.PractitionerId, cancellationToken);
        if (await records.FindStaffAsync(id, cancellationToken) is { } member)
        {
            member.TakeRoles(command.Roles);
            member.BeCalled(name);
            member.Return();
        }
        else
        {
            records.Add(new StaffMember(practice, id, name, command.Roles, practitioner));
        }

        return id.Value;
    }

    /// <summary>Records an absence with its stand-in, or that somebody is back.</summary>
    public static async ValueTask<string> SetAwayAsync(IPracticeRecords records, string staffId, SetAway command, Instant now, CancellationToken cancellationToken)
    {
        var member = await records.FindStaffAsync(IdOf("id", staffId), cancellationToken)
            ?? throw new CommandRefusedException(Refusal.NotFound, new FieldProblem("id", staffId, "Nobody of that name works here.", "Take the id from the staff list."));
        member.ComeBack(now);
        if (command.Until is not { } until)
            return member.Id.Value;

        if (Instant.FromDateTimeOffset(until) <= now)
            throw new CommandRefusedException(Refusal.Invalid, new FieldProblem("until", null, "The absence would be over already.", "Give the first moment back."));

        StaffId? standIn = string.IsNullOrWhiteSpace(command.StandIn) ? null : IdOf("standIn", command.StandIn);
        if (standIn is { } colleague && await records.FindStaffAsync(colleague, cancellationToken) is not { IsActive: true })
            throw new CommandRefusedException(Refusal.Invalid, new FieldProblem("standIn", command.StandIn, "Nobody of that name works here.", "Take the id from the staff list."));

        member.GoAway(new OutOfOffice(now, Instant.FromDateTimeOffset(until), standIn, command.Reason?.Trim() is { Length: > 0 } reason ? reason : "away"));
        return member.Id.Value;
    }

    private static StaffId IdOf(string field, string text) =>
        Ids.TryRead(text, out StaffId id)
            ? id
            : throw new CommandRefusedException(Refusal.Invalid, new FieldProblem(field, text, "This cannot be a name to sign in with.", "Use 1 to 64 letters, digits and . _ : -"));

    private static PersonName NameOf(EmployStaff command)
    {
        try
        {
            return new PersonName(command.GivenName, command.FamilyName);
        }
        catch (InvalidValueException wrong)
        {
            throw new CommandRefusedException(Refusal.Invalid, new FieldProblem("familyName", null, "This is no name.", wrong.Remedy));
        }
    }

    private static async ValueTask<PractitionerId?> PractitionerAsync(IPracticeRecords records, string? text, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        try
        {
            var id = new PractitionerId(text);
            if (await records.FindPractitionerAsync(id, cancellationToken) is not null)
                return id;
        }
        catch (InvalidValueException)
        {
            // Told below: a text that cannot be an id names nobody.
        }

        throw new CommandRefusedException(Refusal.Invalid, new FieldProblem("practitionerId", text, "There is no such practitioner.", "Take the id from /api/practice."));
    }
}
