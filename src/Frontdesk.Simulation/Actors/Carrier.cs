using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Engine.Outbox;
using NodaTime;

namespace Frontdesk.Simulation.Actors;

/// <summary>The phone and mail networks: take messages, bring them to whoever has the number, and report what became of them.</summary>
internal sealed class Carrier(SimulatedPractice practice, Agenda agenda, IReadOnlyList<PatientActor> patients, IReadOnlyList<SimulatedDuty> duties, bool captured, int seed)
{
    private readonly Chance _chance = new(seed, "carrier");
    private int _strangers;

    /// <summary>Takes a message from the outbox.</summary>
    public async Task TakeAsync(OutboxMessage message)
    {
        foreach (var duty in duties)
        {
            if (await duty.TakeAsync(message))
                return;
        }

        if (captured)
        {
            await practice.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Captured));
            await BringAsync(message);
            return;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{message.Channel}-{message.Sequence}");
        await practice.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Sent, id));
        var outcome = Decide(message);
        agenda.At(practice.Now + _chance.Between(Duration.FromSeconds(2), Duration.FromSeconds(45)), async () =>
        {
            await practice.ReportAsync(message.Channel, id, outcome with { ProviderId = id });
            if (outcome.State == OutboxState.Delivered)
                await BringAsync(message);
        });
    }

    private OutboxOutcome Decide(OutboxMessage message)
    {
        if (message.Channel == "sms" && patients.Any(one => one.Patient.HasLandline && one.Patient.Phone?.Value == message.Recipient))
            return new OutboxOutcome(OutboxState.Failed, Code: "30006", Reason: "landline");

        if (message.Channel == "sms" && _chance.Is(0.01))
            return new OutboxOutcome(OutboxState.Failed, Code: "30003", Reason: "unreachable");

        return message.Channel == "email" && _chance.Is(0.02)
            ? new OutboxOutcome(OutboxState.Failed, Code: "550 5.1.1", Reason: "bad-address")
            : new OutboxOutcome(OutboxState.Delivered);
    }

    private async Task BringAsync(OutboxMessage message)
    {
        foreach (var duty in duties)
            await duty.DeliveredAsync(message);

        if (message.Channel != "sms")
            return;

        var text = (string)JsonNode.Parse(message.Payload)!["body"]!;
        var isAboutVisit = !message.IdempotencyKey.StartsWith("reply+", StringComparison.Ordinal);
        var readers = patients.Where(one => one.Patient.Phone?.Value == message.Recipient).ToList();
        foreach (var reader in readers)
        {
            reader.Read(text, isAboutVisit);
        }

        if (readers.Count == 0 && isAboutVisit && _chance.Is(0.4))
            agenda.At(practice.Now + Duration.FromMinutes(_chance.Between(1, 90)), () => DenyAsync(message.Recipient));
    }

    // The number belongs to someone else by now.
    private Task DenyAsync(string number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"SM-stranger-{++_strangers}");
        return practice.PublishAsync("TextReceived", new JsonObject { ["from"] = number, ["to"] = "+16175550100", ["body"] = "Wrong number, who is this?", ["providerId"] = id }, number, "sms:" + id);
    }
}
