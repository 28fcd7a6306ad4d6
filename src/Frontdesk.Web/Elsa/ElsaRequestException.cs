namespace Frontdesk.Web.Elsa;

/// <summary>A request that cannot be understood or done; nothing of it was kept.</summary>
internal sealed class ElsaRequestException(int status, params IReadOnlyList<string> messages) : Exception(string.Join(" ", messages))
{
    /// <summary>The HTTP status that says so.</summary>
    public int Status { get; } = status;

    /// <summary>What is wrong and what to do, one sentence each.</summary>
    public IReadOnlyList<string> Messages { get; } = messages;

    /// <summary>A body or a parameter that cannot be understood.</summary>
    public static ElsaRequestException Bad(params IReadOnlyList<string> messages) => new(StatusCodes.Status400BadRequest, messages);
}
