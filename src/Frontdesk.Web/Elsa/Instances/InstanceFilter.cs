using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Instances;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary>By what a list of instances is ordered, in Elsa's words.</summary>
internal enum InstanceOrder
{
    /// <summary>When it began.</summary>
    Created,

    /// <summary>When it began.</summary>
    CreatedAt,

    /// <summary>When it last went on.</summary>
    UpdatedAt,

    /// <summary>When it last went on.</summary>
    LastExecuted,

    /// <summary>When it ended.</summary>
    Finished,

    /// <summary>When it ended.</summary>
    FinishedAt,

    /// <summary>Its name.</summary>
    Name,
}

/// <summary>A moment that instances are before or after.</summary>
/// <param name="Column">The column that holds the moment.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="At">With what.</param>
internal sealed record MomentFilter(string Column, string Operator, DateTimeOffset At);

/// <summary>Which instances are asked for; what is empty or null lets all through.</summary>
internal sealed record InstanceFilter
{
    public IReadOnlyList<string> Ids { get; init; } = [];

    public IReadOnlyList<string> DefinitionIds { get; init; } = [];

    public IReadOnlyList<string> CorrelationIds { get; init; } = [];

    public IReadOnlyList<string> Names { get; init; } = [];

    public IReadOnlyList<WorkflowStatus> Statuses { get; init; } = [];

    public IReadOnlyList<WorkflowSubStatus> SubStatuses { get; init; } = [];

    public IReadOnlyList<MomentFilter> Moments { get; init; } = [];

    public int? Version { get; init; }

    public bool? HasIncidents { get; init; }

    public bool? IsSystem { get; init; }

    public InstanceOrder OrderBy { get; init; }

    public bool IsAscending { get; init; }

    /// <summary>Reads the parameters of an address.</summary>
    /// <exception cref="ElsaRequestException">One cannot be used.</exception>
    public static InstanceFilter Read(IQueryCollection query) => new()
    {
        Ids = query.Texts("ids"),
        DefinitionIds = [.. query.Texts("definitionId"), .. query.Texts("definitionIds")],
        CorrelationIds = query.Texts("correlationId"),
        Names = query.Texts("name"),
        Statuses = [.. query.Words<WorkflowStatus>("status"), .. query.Words<WorkflowStatus>("statuses")],
        SubStatuses = [.. query.Words<WorkflowSubStatus>("subStatus"), .. query.Words<WorkflowSubStatus>("subStatuses")],
        Version = query.Number("version"),
        HasIncidents = query.Flag("hasIncidents"),
        IsSystem = query.Flag("isSystem"),
        OrderBy = query.Word<InstanceOrder>("orderBy") ?? InstanceOrder.Created,
        IsAscending = IsUp(query.Text("orderDirection")),
    };

    /// <summary>Reads a body.</summary>
    /// <exception cref="ElsaRequestException">Something in it cannot be used.</exception>
    public static InstanceFilter Read(JsonObject body) => new()
    {
        Ids = body.TextList("ids"),
        DefinitionIds = [.. One(body, "definitionId"), .. body.TextList("definitionIds"), .. body.TextList("workflowDefinitionIds")],
        CorrelationIds = One(body, "correlationId"),
        Names = One(body, "name"),
        Statuses = Words<WorkflowStatus>(body, "status", "statuses"),
        SubStatuses = Words<WorkflowSubStatus>(body, "subStatus", "subStatuses"),
        Moments = [.. (body.Find("timestampFilters") as JsonArray ?? []).OfType<JsonObject>().Select(ReadMoment)],
        Version = body.Number("version"),
        HasIncidents = body.Flag("hasIncidents"),
        IsSystem = body.Flag("isSystem"),
        OrderBy = body.Text("orderBy") is { Length: > 0 } order ? ElsaQuery.ReadWord<InstanceOrder>("orderBy", order) : InstanceOrder.Created,
        IsAscending = IsUp(body.Text("orderDirection")),
    };

    private static bool IsUp(string? direction) => direction?.StartsWith("asc", StringComparison.OrdinalIgnoreCase) == true;

    private static IReadOnlyList<string> One(JsonObject body, string name) => body.Text(name) is { Length: > 0 } text ? [text] : [];

    private static IReadOnlyList<TWord> Words<TWord>(JsonObject body, string one, string many)
        where TWord : struct, Enum =>
        [.. One(body, one).Concat(body.TextList(many)).Select(text => ElsaQuery.ReadWord<TWord>(many, text))];

    private static MomentFilter ReadMoment(JsonObject filter)
    {
        var column = filter.Text("column")?.ToLowerInvariant() switch
        {
            "createdat" => "i.created_at",
            "updatedat" => "i.updated_at",
            "finishedat" => "i.finished_at",
            _ => throw ElsaRequestException.Bad("'timestampFilters' names a column that cannot be used: use CreatedAt, UpdatedAt or FinishedAt."),
        };
        var comparison = filter.Text("operator")?.ToLowerInvariant() switch
        {
            "is" => "=",
            "isnot" => "<>",
            "greaterthan" => ">",
            "greaterthanorequal" => ">=",
            "lessthan" => "<",
            "lessthanorequal" => "<=",
            _ => throw ElsaRequestException.Bad("'timestampFilters' names an operator that cannot be used: use Is, IsNot, GreaterThan, GreaterThanOrEqual, LessThan or LessThanOrEqual."),
        };
        return DateTimeOffset.TryParse(filter.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new MomentFilter(column, comparison, at)
            : throw ElsaRequestException.Bad("'timestampFilters' holds a timestamp that is no moment: use one such as 2026-05-01T08:00:00Z.");
    }
}
