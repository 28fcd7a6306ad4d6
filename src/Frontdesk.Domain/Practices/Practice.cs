namespace Frontdesk.Domain.Practices;

/// <summary>A medical practice: its names towards patients and its language towards them.</summary>
public sealed class Practice : Entity
{
    private Practice()
    {
    }

    /// <summary>Opens a practice that speaks English by default.</summary>
    /// <param name="id">The practice.</param>
    /// <param name="name">The name that patients know.</param>
    /// <param name="neutralName">A sender name that reveals no specialty, e.g. <c>Your doctor's office</c>.</param>
    public Practice(PracticeId id, string name, string neutralName)
        : base(id) => Rename(name, neutralName);

    /// <summary>The name that patients know.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>The sender name for sensitive specialties; it reveals none.</summary>
    public string NeutralName { get; private set; } = string.Empty;

    /// <summary>The language of patients whose own is not known or has no template.</summary>
    public LanguageTag DefaultLanguage { get; private set; } = LanguageTag.English;

    /// <summary>Changes the names that patients see.</summary>
    public void Rename(string name, string neutralName)
    {
        if (string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(neutralName))
            throw new DomainRuleException("practice-name", "A practice has a name and a neutral sender name.");

        Name = name.Trim();
        NeutralName = neutralName.Trim();
    }

    /// <summary>Changes the language of last resort.</summary>
    public void SpeakByDefault(LanguageTag language) => DefaultLanguage = language;
}
