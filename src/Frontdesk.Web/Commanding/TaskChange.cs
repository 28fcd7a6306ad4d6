using System.Text.Json;

namespace Frontdesk.Web.Commanding;

/// <summary>Something that a person does to a task.</summary>
/// <param name="Person">Who does it, as the staff list names them; null for the front desk, which stands in for everybody until there is sign-in.</param>
public abstract record TaskChange(string? Person);

/// <summary>Takes a task; gives it back when <paramref name="Release"/> says so.</summary>
public sealed record ClaimTask(bool Release = false, string? Person = null) : TaskChange(Person);

/// <summary>Asks a colleague to do a task that one may do oneself.</summary>
/// <param name="To">The colleague, as the staff list names them.</param>
/// <param name="Reason">Why; may be left out.</param>
/// <param name="Person">Who asks.</param>
public sealed record DelegateTask(string To, string? Reason = null, string? Person = null) : TaskChange(Person);

/// <summary>Gives a task to somebody, whoever has it; for office managers.</summary>
/// <param name="To">The colleague, as the staff list names them.</param>
/// <param name="Person">Who decides.</param>
public sealed record ReassignTask(string To, string? Person = null) : TaskChange(Person);

/// <summary>Puts a task aside, or takes it up again.</summary>
/// <param name="Until">Until when; null takes it up again.</param>
/// <param name="Person">Who does it.</param>
public sealed record ParkTask(DateTimeOffset? Until = null, string? Person = null) : TaskChange(Person);

/// <summary>Says something about a task.</summary>
public sealed record CommentTask(string Text, string? Person = null) : TaskChange(Person);

/// <summary>Closes a task.</summary>
/// <param name="Outcome">One of the task's outcomes.</param>
/// <param name="Note">What there is to say about it.</param>
/// <param name="Form">What the task's form asks, by the names of its fields.</param>
/// <param name="Person">Who closes it.</param>
public sealed record CompleteTask(string Outcome, string? Note = null, IReadOnlyDictionary<string, JsonElement>? Form = null, string? Person = null) : TaskChange(Person);

/// <summary>Adds somebody who works here, or changes their name and roles.</summary>
/// <param name="GivenName">First name.</param>
/// <param name="FamilyName">Last name.</param>
/// <param name="Roles">What they do; at least one.</param>
/// <param name="PractitionerId">Who they are among the practitioners.</param>
public sealed record EmployStaff(string GivenName, string FamilyName, IReadOnlyList<string> Roles, string? PractitionerId = null);

/// <summary>Says that somebody is away; without <paramref name="Until"/> that they are back.</summary>
/// <param name="Until">The first moment back.</param>
/// <param name="StandIn">Who takes their tasks meanwhile.</param>
/// <param name="Reason">Why, in the office's words.</param>
public sealed record SetAway(DateTimeOffset? Until = null, string? StandIn = null, string? Reason = null);
