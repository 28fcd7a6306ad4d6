using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Tasks;

/// <summary>What a field of a task's form takes.</summary>
public enum TaskFieldType
{
    /// <summary>One line of text.</summary>
    Text = 0,

    /// <summary>Several lines of text.</summary>
    Multiline = 1,

    /// <summary>A number.</summary>
    Number = 2,

    /// <summary>A day, written 2026-03-02.</summary>
    Date = 3,

    /// <summary>One of several choices.</summary>
    Choice = 4,

    /// <summary>Yes or no.</summary>
    Checkbox = 5,

    /// <summary>A day and a time of day, written 2026-03-02T09:30.</summary>
    DateTime = 6,

    /// <summary>The id of a patient, whom the person looks for by name or birth date.</summary>
    Patient = 7,
}

/// <summary>A field that a person fills in when they complete a task.</summary>
/// <param name="Name">The name under which the process finds the value.</param>
/// <param name="Label">What the person reads.</param>
/// <param name="Type">What it takes.</param>
/// <param name="IsRequired">It must be filled in.</param>
/// <param name="Options">The choices of a <see cref="TaskFieldType.Choice"/>.</param>
/// <param name="For">The outcomes with which it is asked; empty for all.</param>
public sealed record TaskField(string Name, string Label, TaskFieldType Type, bool IsRequired, IReadOnlyList<string> Options, IReadOnlyList<string> For)
{
    /// <summary>It is asked with that outcome.</summary>
    public bool IsFor(string outcome) => For.Count == 0 || For.Contains(outcome);
}

/// <summary>A task's form as its activity gives it: a JSON array of <c>{name, label, type, required, options, for}</c>.</summary>
public static class TaskForm
{
    /// <summary>Reads a form, also one that its author wrote as a text; what is no list of fields is no form.</summary>
    public static IReadOnlyList<TaskField> Read(JsonNode? form) =>
        (form is JsonValue value && value.TryGetValue<string>(out var text) ? Parsed(text) : form) is JsonArray fields ? [.. fields.OfType<JsonObject>().Select(Field).OfType<TaskField>()] : [];

    /// <summary>Checks what was filled in against the form.</summary>
    /// <exception cref="TaskRefusedException">A field is missing or has a value that it does not take; the message names field and remedy.</exception>
    public static void Check(JsonNode? form, string outcome, JsonNode? filled)
    {
        foreach (var field in Read(form))
        {
            if (!field.IsFor(outcome))
                continue;

            var text = filled is JsonObject values && values[field.Name] is { } value ? Values.ToText(value).Trim() : string.Empty;
            if (text.Length == 0 && field.IsRequired)
                throw new TaskRefusedException($"'{field.Label}' is empty: {Remedy(field)}.");

            if (text.Length > 0 && !Takes(field, text))
                throw new TaskRefusedException($"'{field.Label}' cannot be read: {Remedy(field)}.");
        }
    }

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TaskField? Field(JsonObject json)
    {
        if (Text(json, "name") is not { Length: > 0 } name)
            return null;

        var type = Enum.TryParse<TaskFieldType>(Text(json, "type"), ignoreCase: true, out var known) ? known : TaskFieldType.Text;
        return new TaskField(name, Text(json, "label") is { Length: > 0 } label ? label : name, type, Text(json, "required") is "true", Texts(json["options"]), Texts(json["for"]));
    }

    private static bool Takes(TaskField field, string text) => field.Type switch
    {
        TaskFieldType.Number => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _),
        TaskFieldType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        TaskFieldType.DateTime => DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        TaskFieldType.Choice => field.Options.Count == 0 || field.Options.Contains(text),
        TaskFieldType.Checkbox => bool.TryParse(text, out _),
        _ => true,
    };

    private static string Remedy(TaskField field) => field.Type switch
    {
        TaskFieldType.Number => "give a number",
        TaskFieldType.Date => "give a day such as 2026-03-02",
        TaskFieldType.DateTime => "give a day and time such as 2026-03-02T09:30",
        TaskFieldType.Choice => $"choose one of: {string.Join(", ", field.Options)}",
        TaskFieldType.Checkbox => "say true or false",
        TaskFieldType.Patient => "choose the patient",
        _ => "fill it in",
    };

    private static string? Text(JsonObject json, string name) => json[name] is { } value ? Values.ToText(value) : null;

    private static IReadOnlyList<string> Texts(JsonNode? list) => list is JsonArray items ? [.. items.OfType<JsonNode>().Select(item => Values.ToText(item))] : [];
}
