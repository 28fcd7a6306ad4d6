using Frontdesk.Domain;

namespace Frontdesk.Storage.Mapping;

#pragma warning disable CA1812 // Entity Framework creates the rows.

/// <summary>Who is reached at a number. The database keeps these rows itself, from the patient's row.</summary>
internal sealed class PatientPhone
{
    public PracticeId PracticeId { get; private set; }

    public PhoneNumber Number { get; private set; }

    public PatientId Patient { get; private set; }
}

/// <summary>Who carries an external id. The database keeps these rows itself, from the patient's row.</summary>
internal sealed class PatientIdentifier
{
    public PracticeId PracticeId { get; private set; }

    public ExternalIdentifier Identifier { get; private set; }

    public PatientId Patient { get; private set; }
}
