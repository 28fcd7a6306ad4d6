using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Activities.Messages;

/// <summary>Visits and versions as a workflow's variable holds them.</summary>
internal static class AskedVisits
{
    public static JsonArray Write(IEnumerable<VisitAsked> visits) =>
        [.. visits.Select(visit => (JsonNode)new JsonObject { ["appointment"] = visit.Appointment.Value, ["version"] = visit.Version })];

    public static IReadOnlyList<VisitAsked> Read(object? value) =>
        [.. Values.ToItems(value).Select(one => Values.ToJson(one)!.AsObject()).Select(json => new VisitAsked(new AppointmentId((string)json["appointment"]!), (int)json["version"]!))];
}
