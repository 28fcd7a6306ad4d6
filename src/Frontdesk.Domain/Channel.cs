using System.ComponentModel;

namespace Frontdesk.Domain;

/// <summary>A way to reach a person.</summary>
public enum Channel
{
    /// <summary>A text message.</summary>
    [Description("Text message")]
    Sms = 0,

    /// <summary>An e-mail.</summary>
    [Description("E-mail")]
    Email = 1,

    /// <summary>A call that a member of staff makes.</summary>
    [Description("Call by a member of staff")]
    Voice = 2,

    /// <summary>A letter.</summary>
    Letter = 3,
}
