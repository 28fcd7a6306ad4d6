using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Activities.Messages;

/// <summary>Puts a message of the domain into the outbox, in the form that the channels read.</summary>
internal static class OutboxWriter
{
    public static void Send(this ActivityExecutionContext context, OutgoingMessage message)
    {
        var (channel, payload) = message.Channel switch
        {
            Channel.Sms => ("sms", new JsonObject { ["to"] = message.Address, ["body"] = message.Message.Text }),
            Channel.Email => ("email", new JsonObject
            {
                ["to"] = message.Address,
                ["subject"] = message.Message.Subject,
                ["text"] = message.Message.Text,
                ["html"] = message.Message.Html,
                ["senderName"] = message.SenderName,
            }),
            _ => throw new InvalidOperationException($"Nothing leaves by {message.Channel}: a person does it."),
        };
        context.Burst().Send(new OutboxDraft(message.Key, channel, message.Address, payload.ToJsonString(), InstanceId: context.WorkflowExecutionContext.Id));
    }
}
