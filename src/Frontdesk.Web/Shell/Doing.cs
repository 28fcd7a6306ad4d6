using Frontdesk.Web.Commanding;

namespace Frontdesk.Web.Shell;

/// <summary>
/// A command that a page gives: whether it is under way, and what became of it. The key stays the same until there is an
/// answer, so that trying again after a lost connection does nothing twice.
/// </summary>
public sealed class Doing
{
    private string? key;

    /// <summary>A command is under way; its buttons wait.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>What was done, in a sentence.</summary>
    public string? Done { get; private set; }

    /// <summary>Why it was not done.</summary>
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>Gives a command and remembers what became of it.</summary>
    /// <param name="command">Gives it under a key.</param>
    /// <param name="done">What to say when it was done.</param>
    /// <returns>True when it was done.</returns>
    public async Task<bool> RunAsync<TResult>(Func<string, Task<Outcome<TResult>>> command, string done)
        where TResult : class
    {
        if (IsBusy)
            return false;
        (IsBusy, Done, Problems) = (true, null, []);
        try
        {
            var outcome = await command(key ??= Guid.NewGuid().ToString("N"));
            key = null;
            if (outcome.Result is not null)
            {
                Done = done;
                return true;
            }

            Problems = outcome.Problems.Count > 0 ? outcome.Problems : [new FieldProblem("", null, "This cannot be done now.", "Read it again.")];
        }
        catch (Exception)
        {
            Problems = [new FieldProblem("", null, "There was no answer, so it may or may not be done.", "Try again: it is done once only.")];
        }
        finally
        {
            IsBusy = false;
        }

        return false;
    }

    /// <summary>Forgets what became of the last command.</summary>
    public void Clear() => (Done, Problems) = (null, []);
}
