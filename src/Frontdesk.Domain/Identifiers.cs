namespace Frontdesk.Domain;

/// <summary>Identifies a practice; it leads every key.</summary>
public readonly record struct PracticeId : ITextValue<PracticeId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public PracticeId(string value) => text = IdentifierText.Require(value, nameof(PracticeId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(PracticeId));

    /// <inheritdoc/>
    public static PracticeId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

/// <summary>Identifies a patient within a practice.</summary>
public readonly record struct PatientId : ITextValue<PatientId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public PatientId(string value) => text = IdentifierText.Require(value, nameof(PatientId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(PatientId));

    /// <inheritdoc/>
    public static PatientId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

/// <summary>Identifies someone who can be contacted: a patient or one of a patient's proxies.</summary>
public readonly record struct PersonId : ITextValue<PersonId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public PersonId(string value) => text = IdentifierText.Require(value, nameof(PersonId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(PersonId));

    /// <summary>The patient as a person who can be contacted.</summary>
    public static PersonId Of(PatientId patient) => new(patient.Value);

    /// <inheritdoc/>
    public static PersonId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

/// <summary>Identifies a practitioner within a practice.</summary>
public readonly record struct PractitionerId : ITextValue<PractitionerId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public PractitionerId(string value) => text = IdentifierText.Require(value, nameof(PractitionerId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(PractitionerId));

    /// <inheritdoc/>
    public static PractitionerId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

/// <summary>Identifies a location within a practice.</summary>
public readonly record struct LocationId : ITextValue<LocationId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public LocationId(string value) => text = IdentifierText.Require(value, nameof(LocationId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(LocationId));

    /// <inheritdoc/>
    public static LocationId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

/// <summary>Identifies an appointment within a practice; it stays the same when the appointment is rescheduled.</summary>
public readonly record struct AppointmentId : ITextValue<AppointmentId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public AppointmentId(string value) => text = IdentifierText.Require(value, nameof(AppointmentId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(AppointmentId));

    /// <inheritdoc/>
    public static AppointmentId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

/// <summary>Identifies a kind of visit within a practice.</summary>
public readonly record struct VisitTypeId : ITextValue<VisitTypeId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public VisitTypeId(string value) => text = IdentifierText.Require(value, nameof(VisitTypeId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(VisitTypeId));

    /// <inheritdoc/>
    public static VisitTypeId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}
