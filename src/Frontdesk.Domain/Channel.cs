namespace Frontdesk.Domain;

/// <summary>A way to reach a person.</summary>
public enum Channel
{
    /// <summary>A text message.</summary>
    Sms = 0,

    /// <summary>An e-mail.</summary>
    Email = 1,

    /// <summary>A call that a member of staff makes.</summary>
    Voice = 2,

    /// <summary>A letter.</summary>
    Letter = 3,
}
