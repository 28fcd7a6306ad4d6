using System.Text.Json.Nodes;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary>Which lines of a journal are asked for; what is empty lets all through.</summary>
internal sealed record JournalFilter
{
    private static readonly HashSet<string> Nothing = [];

    /// <summary>Lets every line through.</summary>
    public static readonly JournalFilter Everything = new();

    private HashSet<string> Activities { get; init; } = Nothing;

    private HashSet<string> Nodes { get; init; } = Nothing;

    private HashSet<string> Events { get; init; } = Nothing;

    private HashSet<string> NotTypes { get; init; } = Nothing;

    /// <summary>Reads the filter of a body.</summary>
    public static JournalFilter Read(JsonObject filter) => new()
    {
        Activities = Set(filter, "activityIds"),
        Nodes = Set(filter, "activityNodeIds"),
        Events = Set(filter, "eventNames"),
        NotTypes = Set(filter, "excludedActivityTypes"),
    };

    /// <summary>Whether a line is asked for.</summary>
    public bool Lets(JsonObject line) =>
        IsAsked(Activities, line, "activityId") && IsAsked(Nodes, line, "nodeId") && IsAsked(Events, line, "eventName") && !NotTypes.Contains(line.Text("activityType") ?? string.Empty);

    private static HashSet<string> Set(JsonObject filter, string name) => filter.TextList(name).ToHashSet(StringComparer.Ordinal);

    private static bool IsAsked(HashSet<string> asked, JsonObject line, string name) => asked.Count == 0 || asked.Contains(line.Text(name) ?? string.Empty);
}
