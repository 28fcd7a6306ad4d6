using System.Text.Json.Nodes;
using Frontdesk.Engine.Moves;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>A manager changes the ladder of reminders while visits wait for theirs, and moves those visits to the new version.</summary>
public sealed class MoveScenarios
{
    [Fact]
    public async Task A_visit_that_waits_for_its_reminder_is_moved_to_another_ladder_and_nothing_is_sent_twice()
    {
        // Booked on March 16 for March 30: the notice leaves at once, texts are planned for March 27 and 29.
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 20, 12));
        var instance = Assert.Single(practice.Column("SELECT id FROM workflow_instance WHERE definition_id = 'appointment-reminders' AND status = 0"));
        var waits = practice.Column("SELECT id || stimulus || COALESCE(due_at, 0) FROM bookmark ORDER BY id");

        // On March 20 the manager publishes a version whose first text goes two days ahead, with another text.
        await practice.EditStepsAsync("appointment-reminders", steps => Step(steps, "AddFirstText")["template"]!["expression"]!["value"] = "reminder-1-day", ("FirstTextDays", "2"));
        var outcome = Assert.Single(await practice.MoveAsync(new MoveRequest("appointment-reminders", 2, [instance], "meg")));

        Assert.True(outcome.IsMoved, string.Join(' ', outcome.Reasons));
        Assert.Single(practice.Messages);
        Assert.Equal(waits, practice.Column("SELECT id || stimulus || COALESCE(due_at, 0) FROM bookmark ORDER BY id"));

        // What was planned stays planned; the visit goes on to its end on the new version.
        await practice.RestartAsync();
        await practice.UntilAsync(At(3, 31, 9));
        Assert.Equal([At(3, 16, 10, 10), At(3, 27, 14, 30), At(3, 29, 14, 30)], practice.Messages.Select(message => message.At));
        Assert.Distinct(practice.Messages.Select(message => message.Key));
        Assert.Equal(["2 1"], practice.Column($"SELECT version || ' ' || status FROM workflow_instance WHERE id = '{instance}'"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_visit_that_was_moved_and_is_booked_anew_follows_the_new_ladder()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 20, 12));
        var instance = Assert.Single(practice.Column("SELECT id FROM workflow_instance WHERE definition_id = 'appointment-reminders' AND status = 0"));
        await practice.EditWorkflowAsync("appointment-reminders", ("FirstTextDays", "5"));
        Assert.True(Assert.Single(await practice.MoveAsync(new MoveRequest("appointment-reminders", 2, [instance], "meg"))).IsMoved);

        await practice.MoveAsync(At(4, 13, 14, 30));
        await practice.UntilAsync(At(4, 9, 12));

        Assert.Contains(At(4, 8, 14, 30), practice.Messages.Select(message => message.At));
        practice.AssertHealthy();
    }

    private static JsonNode Step(JsonArray steps, string id) => steps.Single(step => (string)step!["id"]! == id)!;
}
