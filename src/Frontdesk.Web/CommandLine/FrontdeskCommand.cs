using System.CommandLine;
using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.CommandLine;

/// <summary>The command line of Frontdesk: verbs, help, and failures told in one sentence.</summary>
public static class FrontdeskCommand
{
    /// <summary>The exit code of a failure that was told to the person.</summary>
    public const int Failed = 1;

    /// <summary>Runs the verb that <paramref name="args"/> name, <c>serve</c> when they name none.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="addPractice">Registers the practice: reader, commands and jobs.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where failures go.</param>
    /// <param name="cancellationToken">Stops the verb.</param>
    /// <returns>The exit code: 0 when all is well.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        AddPractice addPractice,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        var root = new RootCommand("Frontdesk runs the front office of a medical practice.");
        var serve = ServeCommand.Create(addPractice, output);
        root.Add(serve);
        root.Add(SimulateCommand.Create(addPractice, output));
        root.Add(ImportCommand.Create(addPractice, output));
        root.Add(ValidateCommand.Create(addPractice, output));
        root.Add(DrawCommand.Create(output));
        root.Add(AccountCommand.Create(output));
        root.Add(BackupCommand.Create(output));
        root.Add(RestoreCommand.Create(output));
        root.Add(MigrateDatabaseCommand.Create(output));
        root.Add(DemoResetCommand.Create(addPractice, output));
        root.Add(BenchCommand.Create());

        try
        {
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error };
            return await root.Parse(WithVerb(args, root)).InvokeAsync(invocation, cancellationToken);
        }
        catch (CommandFailure failure)
        {
            await error.WriteLineAsync(failure.Message);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Stopped before it was finished.");
        }
        catch (Exception unexpected)
        {
            await error.WriteLineAsync($"Frontdesk stopped because of something it did not expect: {OneLine(unexpected.Message)} ({unexpected.GetType().Name})");
        }

        return Failed;
    }

    /// <summary>Options without a verb belong to <c>serve</c>, except those of the root itself.</summary>
    private static string[] WithVerb(string[] args, RootCommand root)
    {
        if (args.Length == 0)
            return ["serve"];
        var asksTheRoot = args[0] is "--help" or "-h" or "-?" or "/?" or "--version" || args[0].StartsWith('[');
        var namesVerb = root.Subcommands.Any(verb => verb.Name == args[0]);
        return asksTheRoot || namesVerb || !args[0].StartsWith('-') ? args : ["serve", .. args];
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
