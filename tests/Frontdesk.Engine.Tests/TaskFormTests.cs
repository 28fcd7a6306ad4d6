using System.Text.Json.Nodes;
using Frontdesk.Engine.Tasks;
using Xunit;

namespace Frontdesk.Engine.Tests;

/// <summary>What a person fills in is checked before the task is done.</summary>
public sealed class TaskFormTests
{
    private static readonly JsonNode Form = JsonNode.Parse(
        """
        [
          { "name": "reason", "label": "Why", "required": true, "for": ["Hold"] },
          { "name": "until", "label": "Until when", "type": "date", "required": true, "for": ["Hold"] },
          { "name": "count", "label": "How many", "type": "number" },
          { "name": "how", "label": "How", "type": "choice", "options": ["Phone", "Fax"] },
          { "name": "sure", "label": "Are you sure", "type": "checkbox" },
          { "name": "at", "type": "datetime" }
        ]
        """)!;

    [Theory]
    [InlineData("Hold", """{ "reason": "Family first", "until": "2026-03-10" }""")]
    [InlineData("Send", "{}")]
    [InlineData("Send", """{ "count": "12.5", "how": "Fax", "sure": true, "at": "2026-03-10T09:30" }""")]
    [InlineData("Send", """{ "count": 3, "unknown": "kept" }""")]
    public void A_form_that_is_filled_in_passes(string outcome, string filled) => TaskForm.Check(Form, outcome, JsonNode.Parse(filled));

    [Theory]
    [InlineData("Hold", """{ "until": "2026-03-10" }""", "'Why' is empty")]
    [InlineData("Hold", """{ "reason": "  ", "until": "2026-03-10" }""", "'Why' is empty")]
    [InlineData("Hold", """{ "reason": "x", "until": "10 March" }""", "2026-03-02")]
    [InlineData("Send", """{ "count": "a dozen" }""", "give a number")]
    [InlineData("Send", """{ "how": "Pigeon" }""", "Phone, Fax")]
    [InlineData("Send", """{ "sure": "maybe" }""", "true or false")]
    [InlineData("Send", """{ "at": "2026-03-10" }""", "'at' cannot be read")]
    public void A_field_that_is_missing_or_wrong_is_named_with_the_remedy(string outcome, string filled, string says) =>
        Assert.Contains(says, Assert.Throws<TaskRefusedException>(() => TaskForm.Check(Form, outcome, JsonNode.Parse(filled))).Message, StringComparison.Ordinal);

    [Fact]
    public void Nothing_filled_in_where_something_is_required_is_refused() => Assert.Throws<TaskRefusedException>(() => TaskForm.Check(Form, "Hold", null));

    [Theory]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("[1, {}]")]
    public void What_is_no_list_of_fields_asks_nothing(string form) => Assert.Empty(TaskForm.Read(JsonNode.Parse(form)));
}
