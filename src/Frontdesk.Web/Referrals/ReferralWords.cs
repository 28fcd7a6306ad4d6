using Frontdesk.Domain.Referrals;
using Frontdesk.Web.Shell;

namespace Frontdesk.Web.Referrals;

/// <summary>How referrals and the directory are told to staff.</summary>
internal static class ReferralWords
{
    /// <summary>How a packet left, after the word <em>by</em>.</summary>
    public static string Channel(SpecialistChannel channel) => channel switch
    {
        SpecialistChannel.Email => "e-mail",
        SpecialistChannel.Fax => "fax",
        _ => "hand, as print",
    };

    /// <summary>The next deadline in a sentence.</summary>
    /// <param name="port">What it says when it passes, by the name of its port; see <see cref="ReferralPorts"/>.</param>
    /// <param name="at">When it passes.</param>
    public static string Deadline(string port, DateTimeOffset at) => port switch
    {
        "Packet late" => $"The packet has to leave by {Say.When(at)}.",
        "Not acknowledged" => $"The specialist’s office has to say by {Say.When(at)} that the packet arrived.",
        "Not scheduled" => $"The visit needs a date by {Say.When(at)}.",
        "Visit late" => $"The patient has to be seen by {Say.When(at)}.",
        "Visit over" => $"If nobody says whether the patient came, the specialist’s office is asked on {Say.When(at)}.",
        "Report late" => $"The report has to be here by {Say.When(at)}; then the specialist’s office is asked again.",
        "Report very late" => $"If there is still no report, the provider is asked on {Say.When(at)}.",
        "Inform late" => $"The patient has to be told by {Say.When(at)}.",
        "Authorization ends" => $"The authorization ends soon: somebody is reminded on {Say.When(at)}.",
        "Authorization ran out" => $"The authorization covers no visit from {Say.When(at)} on.",
        "Stands still" => $"If nothing happens before, somebody is asked to look at it on {Say.When(at)}.",
        _ => $"{port}, {Say.When(at)}",
    };

    /// <summary>The payer's word in plain words.</summary>
    public static string Authorization(string state) => state switch
    {
        "NotNeeded" => "Not needed",
        "Needed" => "The payer has to be asked",
        "Requested" => "The payer was asked",
        "Approved" => "The payer said yes",
        "Denied" => "The payer said no",
        "Appealed" => "The payer was asked to think again",
        _ => state,
    };

    /// <summary>That a specialist is not in the network, or will not be; null while in it.</summary>
    public static string? Network(SpecialistRow specialist) =>
        specialist.LeftNetworkOn is not { } day ? null
        : specialist.IsInNetwork ? $"Leaves the network on {Say.Date(day)}"
        : $"Left the network on {Say.Date(day)}";

    /// <summary>How messages go to a specialist's office.</summary>
    public static string Reached(SpecialistRow specialist) => specialist switch
    {
        { Email: { } email } => $"Messages go by e-mail to {email}",
        { Fax: { } fax } => $"Messages go by fax to {Say.Address(fax)}",
        _ => "Messages go on paper",
    };
}
