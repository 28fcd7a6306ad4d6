namespace Frontdesk.Domain.Messaging;

/// <summary>Takes the words for a message out of the practice's templates.</summary>
internal static class TemplateChoice
{
    /// <summary>The template for a channel in a language, for a message that was not checked against the approval of a result.</summary>
    /// <exception cref="DomainRuleException">There is none, or it tells of a result.</exception>
    public static Task<MessageTemplate> RequireTemplateAsync(this IPracticeRecords records, string key, Channel channel, LanguageTag language, CancellationToken cancellationToken) =>
        MessageTemplate.TellsOfResult(key)
            ? throw new DomainRuleException("template-of-result", $"Template '{key}' tells of a result, and this message was not checked for a provider's approval: choose the topic Result, or another template.")
            : records.RequireAnyTemplateAsync(key, channel, language, cancellationToken);

    /// <summary>The template for a channel in a language, whatever it tells of.</summary>
    /// <exception cref="DomainRuleException">There is none.</exception>
    public static async Task<MessageTemplate> RequireAnyTemplateAsync(this IPracticeRecords records, string key, Channel channel, LanguageTag language, CancellationToken cancellationToken) =>
        await records.FindTemplateAsync(key, channel, language, cancellationToken)
        ?? throw new DomainRuleException("no-template", $"There is no template '{key}' for {channel}: add one, or name another in the workflow.");
}
