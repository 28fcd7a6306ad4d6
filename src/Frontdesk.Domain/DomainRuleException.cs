namespace Frontdesk.Domain;

/// <summary>Someone asked for what a rule of the practice forbids. The message names the rule and ids, never a patient's details.</summary>
public sealed class DomainRuleException : Exception
{
    /// <summary>Names the rule in short and says what it forbids.</summary>
    /// <param name="rule">A stable code, e.g. <c>appointment-status</c>.</param>
    /// <param name="message">One sentence for the person who asked.</param>
    public DomainRuleException(string rule, string message)
        : base(message) => Rule = rule;

    /// <summary>The rule's stable code.</summary>
    public string Rule { get; }
}
