namespace Frontdesk.Domain.Patients;

/// <summary>A phone of a patient or proxy.</summary>
/// <param name="Number">The number.</param>
/// <param name="Line">What the person said the line is, or what a carrier look-up found.</param>
/// <param name="IsWrong">Someone else answered: nothing is sent there any more.</param>
public sealed record PhoneContact(PhoneNumber Number, LineType Line = LineType.Unknown, bool IsWrong = false)
{
    /// <summary>Texts may be tried: the line is not a landline and the number is not known to be wrong.</summary>
    public bool ReceivesTexts => !IsWrong && Line != LineType.Landline && Number.PossibleLine != LineType.Landline;
}

/// <summary>An e-mail address of a patient or proxy.</summary>
/// <param name="Address">The address.</param>
/// <param name="IsWrong">It bounced for good or belongs to someone else.</param>
public sealed record EmailContact(EmailAddress Address, bool IsWrong = false);
