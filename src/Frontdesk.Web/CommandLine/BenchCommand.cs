using System.CommandLine;

namespace Frontdesk.Web.CommandLine;

/// <summary><c>frontdesk bench</c>: says where the measurements are, because they are a program of their own.</summary>
public static class BenchCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var command = new Command("bench", "Measure the engine on this machine: ./run.sh bench --quick.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(static (_, _) => Task.FromException<int>(
            new CommandFailure("The measurements are a program of their own, which knows nothing of a practice's data: start it with ./run.sh bench --quick.")));
        return command;
    }
}
