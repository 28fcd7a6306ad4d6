namespace Frontdesk.Web.Staff;

/// <summary>
/// Who works at this browser. It is what the person says of themselves: until there is sign-in it tells people apart and
/// proves nothing.
/// </summary>
internal static class PersonCookie
{
    private const string Name = "frontdesk-person";

    /// <summary>Who works here; null for the front desk.</summary>
    public static string? Read(HttpContext? request) => request?.Request.Cookies[Name] is { Length: > 0 and <= 64 } person ? person : null;

    /// <summary>Remembers who works here; null for the front desk.</summary>
    public static void Write(HttpContext request, string? person)
    {
        if (string.IsNullOrEmpty(person))
            request.Response.Cookies.Delete(Name);
        else
            request.Response.Cookies.Append(Name, person, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true });
    }
}
