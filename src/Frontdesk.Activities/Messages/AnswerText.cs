using Frontdesk.Activities.Options;
using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Messages;

/// <summary>Answers a text at once. A number that wants no texts gets only the answer that says so.</summary>
[Sends(Audience.Person, MindsPermission = true)]
[Activity("Frontdesk", "Messages", "Answers a text at once.", DisplayName = "Answer a text")]
public sealed class AnswerText : CodeActivity
{
    /// <summary>Who wrote.</summary>
    [Input(DisplayName = "Number", Description = "The number to answer, usually a variable.", Required = true)]
    public Input<string> To { get; set; } = new();

    /// <summary>The words.</summary>
    [Input(DisplayName = "Template", Description = "The template with the words.", Source = PracticeSource.Templates, Required = true)]
    [EffectKey]
    [MessageText]
    public Input<string> Template { get; set; } = new();

    /// <summary>The visit that the answer is about, if it is about one.</summary>
    [Input(DisplayName = "Visit", Description = "The id of the visit that the answer is about, if it is about one.")]
    public Input<string> Visit { get; set; } = new();

    /// <summary>The provider's id of the text that is answered: one text gets one answer.</summary>
    [Input(DisplayName = "In reply to", Description = "The id of the text that is answered, usually a variable; one text gets one answer of a kind.", Required = true)]
    [EffectKey]
    public Input<string> InReplyTo { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        if (!PhoneNumber.TryParse(context.Get(To), out var number))
            return;

        var template = context.Get(Template) ?? string.Empty;
        var key = $"reply+{context.Get(InReplyTo)}+{template}";
        var about = context.Get(Visit) is { Length: > 0 } id ? new AppointmentId(id) : (AppointmentId?)null;
        if (await new ReplyDesk(context.Records()).AnswerAsync(number, key, template, about, context.Now(), CancellationToken.None) is { } answer)
            context.Send(answer);
    }
}
