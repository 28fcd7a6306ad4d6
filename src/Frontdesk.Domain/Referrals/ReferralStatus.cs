using System.ComponentModel;

namespace Frontdesk.Domain.Referrals;

/// <summary>How soon a referral has to be seen; FHIR's request priorities.</summary>
public enum ReferralUrgency
{
    /// <summary>In the normal course.</summary>
    Routine = 0,

    /// <summary>Within days.</summary>
    Urgent = 1,

    /// <summary>Today.</summary>
    [Description("At once")]
    Stat = 2,
}

/// <summary>Where a referral stands (domain.md §1).</summary>
public enum ReferralStatus
{
    /// <summary>Being written.</summary>
    Draft = 0,

    /// <summary>Signed by the ordering provider.</summary>
    Signed = 1,

    /// <summary>Waits for the payer's word.</summary>
    Authorization = 2,

    /// <summary>The packet is complete.</summary>
    PacketReady = 3,

    /// <summary>The packet is on its way to the specialist.</summary>
    Sent = 4,

    /// <summary>The specialist's desk has it.</summary>
    Acknowledged = 5,

    /// <summary>The specialist will see the patient.</summary>
    Accepted = 6,

    /// <summary>The specialist will not see the patient; the ordering provider decides.</summary>
    Declined = 7,

    /// <summary>The specialist needs to know more.</summary>
    InfoRequested = 8,

    /// <summary>The patient is being reached to arrange the visit.</summary>
    Outreach = 9,

    /// <summary>The visit has a date.</summary>
    Scheduled = 10,

    /// <summary>The visit has another date than before.</summary>
    Rescheduled = 11,

    /// <summary>The patient did not come to the specialist.</summary>
    NoShow = 12,

    /// <summary>The visit was called off and has no new date.</summary>
    Cancelled = 13,

    /// <summary>The patient was seen. That is not the end: the report is missing.</summary>
    Attended = 14,

    /// <summary>The report's time is running, or an interim report is there.</summary>
    AwaitingReport = 15,

    /// <summary>The final report is there and a person has matched it.</summary>
    ReportMatched = 16,

    /// <summary>The ordering provider has read the report.</summary>
    ProviderReviewed = 17,

    /// <summary>The patient knows.</summary>
    PatientInformed = 18,

    /// <summary>The loop is closed, or the provider closed it.</summary>
    Closed = 19,

    /// <summary>Another referral took its place.</summary>
    Redirected = 20,

    /// <summary>Taken back by the practice.</summary>
    Revoked = 21,

    /// <summary>The patient does not want it.</summary>
    PatientDeclined = 22,

    /// <summary>The patient could not be reached.</summary>
    Unreachable = 23,

    /// <summary>It ran out of time.</summary>
    Expired = 24,
}

/// <summary>What people do with a referral.</summary>
public enum ReferralVerb
{
    /// <summary>The ordering provider signs.</summary>
    Sign = 0,

    /// <summary>The payer is asked.</summary>
    AskPayer = 1,

    /// <summary>The packet is put together.</summary>
    Assemble = 2,

    /// <summary>The packet leaves.</summary>
    Send = 3,

    /// <summary>The specialist's desk has it.</summary>
    Acknowledge = 4,

    /// <summary>The specialist accepts.</summary>
    Accept = 5,

    /// <summary>The specialist declines.</summary>
    Decline = 6,

    /// <summary>The specialist asks for more.</summary>
    AskInformation = 7,

    /// <summary>The patient is being reached.</summary>
    ReachOut = 8,

    /// <summary>The visit gets a date, for the first time or anew.</summary>
    Schedule = 9,

    /// <summary>The patient did not come.</summary>
    MissVisit = 10,

    /// <summary>The visit is called off.</summary>
    CallOff = 11,

    /// <summary>The patient was seen.</summary>
    Attend = 12,

    /// <summary>The report is waited for.</summary>
    AwaitReport = 13,

    /// <summary>An interim report is filed.</summary>
    FileInterim = 14,

    /// <summary>The final report is filed, or the answer to an eConsult.</summary>
    FileReport = 15,

    /// <summary>The ordering provider has read the report.</summary>
    Review = 16,

    /// <summary>The patient was told.</summary>
    Inform = 17,

    /// <summary>The loop is closed.</summary>
    Close = 18,

    /// <summary>The provider ends it without a report.</summary>
    CloseWithoutReport = 19,

    /// <summary>Another referral takes its place.</summary>
    Redirect = 20,

    /// <summary>The practice takes it back.</summary>
    Revoke = 21,

    /// <summary>The patient does not want it.</summary>
    PatientDecline = 22,

    /// <summary>The patient could not be reached.</summary>
    GiveUp = 23,

    /// <summary>It ran out of time.</summary>
    Expire = 24,

    /// <summary>It is taken up again.</summary>
    Reopen = 25,
}
