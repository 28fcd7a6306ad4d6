using System.Globalization;
using System.Text.Json.Nodes;

namespace Frontdesk.Web.Reading;

/// <summary>The variables of a workflow that is published: pages and commands act by what the manager set there.</summary>
internal sealed class WorkflowVariables
{
    private readonly JsonArray variables;

    private WorkflowVariables(JsonArray variables) => this.variables = variables;

    /// <summary>Reads the variables of the version in force; none when there is no such workflow.</summary>
    public static async Task<WorkflowVariables> ReadAsync(PracticeReader reader, string workflow, CancellationToken cancellationToken) => new(
        await reader.GetDefinitionJsonAsync(workflow, null, cancellationToken) is { } json && JsonNode.Parse(json)?["variables"] is JsonArray found ? found : []);

    /// <summary>A number; what is usual when the variable is missing or no number.</summary>
    public double Number(string name, double usual) =>
        variables.FirstOrDefault(one => one?["name"]?.ToString() == name)?["value"]?.ToString() is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : usual;
}
