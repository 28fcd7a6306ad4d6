namespace Frontdesk.Web.Commanding;

/// <summary>Why a command was not done.</summary>
public enum Refusal
{
    /// <summary>It was done.</summary>
    None = 0,

    /// <summary>A field has a value that cannot be used.</summary>
    Invalid = 1,

    /// <summary>What it is about does not exist.</summary>
    NotFound = 2,

    /// <summary>It contradicts what is there now: a changed version, a taken slot, a finished instance.</summary>
    Conflict = 3,

    /// <summary>The idempotency key was used before for a different command.</summary>
    KeyReused = 4,
}

/// <summary>One thing wrong with a command.</summary>
/// <param name="Field">The field as the caller wrote it, e.g. <c>start</c>.</param>
/// <param name="Value">What the caller sent, as text.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="Remedy">What to send instead.</param>
public sealed record FieldProblem(string Field, string? Value, string Message, string Remedy);

/// <summary>What became of a command: its result, or why it was refused.</summary>
/// <typeparam name="TResult">What a command that was done returns.</typeparam>
public sealed class Outcome<TResult>
    where TResult : class
{
    private Outcome(TResult? result, Refusal refusal, IReadOnlyList<FieldProblem> problems)
    {
        Result = result;
        Refusal = refusal;
        Problems = problems;
    }

    /// <summary>The result; null when the command was refused.</summary>
    public TResult? Result { get; }

    /// <summary>Why it was refused.</summary>
    public Refusal Refusal { get; }

    /// <summary>What to change before asking again.</summary>
    public IReadOnlyList<FieldProblem> Problems { get; }

    /// <summary>The command was done, now or when the same idempotency key was first used.</summary>
    public static Outcome<TResult> Done(TResult result) => new(result, Refusal.None, []);

    /// <summary>The command was refused and nothing changed.</summary>
    public static Outcome<TResult> Refused(Refusal refusal, params IReadOnlyList<FieldProblem> problems) => new(null, refusal, problems);
}
