namespace Frontdesk.Web.Tasks;

/// <summary>Where what a task is about can be looked at.</summary>
internal static class TaskSubject
{
    /// <summary>The page of a task's subject, and what to call it; null when the subject has none of its own.</summary>
    /// <param name="subject">Kind and id, e.g. <c>referral/r1</c>.</param>
    public static (string Address, string Name)? PageOf(string? subject)
    {
        if (subject?.Split('/', 2) is not [var kind, { Length: > 0 } id])
            return null;

        var last = Uri.EscapeDataString(id);
        return kind switch
        {
            "referral" => ($"/referrals/{last}", "The referral"),
            "result" => ($"/results/{last}", "The result"),
            "purchase" => ($"/purchases/{last}", "The purchase"),
            "appointment" => ($"/appointments/{last}", "The visit"),
            _ => null,
        };
    }
}
