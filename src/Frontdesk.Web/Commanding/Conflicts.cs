using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Scheduling;

namespace Frontdesk.Web.Commanding;

/// <summary>Why a slot cannot be had, for the person at the desk.</summary>
internal static class Conflicts
{
    /// <summary>The reason without ids.</summary>
    public static string InPlainWords(this BookingConflict conflict, Practitioner practitioner) => conflict switch
    {
        { Reason: SlotRefusal.InThePast } => "That time is past.",
        { Reason: SlotRefusal.ResourceTaken, Resource.Kind: ResourceKind.Practitioner } => $"{practitioner.Name.Full} has another visit then.",
        { Reason: SlotRefusal.ResourceTaken, Resource: { } resource } => $"{resource} is taken then.",
        _ => conflict.Message,
    };
}
