using System.CommandLine;
using Frontdesk.Web.Elsa.Identity;
using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.CommandLine;

/// <summary><c>frontdesk account</c>: who may use the Elsa API with a password or a key of their own.</summary>
public static class AccountCommand
{
    private const int LongestName = 100;

    /// <summary>Builds the verb.</summary>
    public static Command Create(TextWriter output)
    {
        var command = new Command("account", "Say who may use the Elsa API with a password or a key of their own.");
        command.Add(Add(output));
        command.Add(Remove(output));
        command.Add(List(output));
        return command;
    }

    private static Command Add(TextWriter output)
    {
        var name = new Argument<string>("NAME") { Description = "How the account is called in the history of a workflow." };
        var permissions = new Option<string[]>("--permissions") { Description = "What it may do, in Elsa's words, for example read:*. Everything when nothing is said.", AllowMultipleArgumentsPerToken = true };
        var add = new Command("add", "Add an account, or give one that is there a new password and key.") { name, permissions };
        add.SetAction(async (parsed, _) =>
        {
            var wanted = parsed.GetRequiredValue(name).Trim();
            if (wanted.Length is 0 or > LongestName || wanted.Any(char.IsControl))
                throw new CommandFailure($"NAME has to be 1 to {LongestName} characters, without line breaks.");
            var allowed = parsed.GetValue(permissions) is { Length: > 0 } given ? given : ["*"];
            var (password, key) = Accounts().Add(wanted, allowed);
            await output.WriteLineAsync($"Name:      {wanted}");
            await output.WriteLineAsync($"Password:  {password}");
            await output.WriteLineAsync($"API key:   {key}");
            await output.WriteLineAsync($"May:       {string.Join(", ", allowed)}");
            await output.WriteLineAsync("Keep them now: they are shown once, and only their hashes are stored.");
            return 0;
        });
        return add;
    }

    private static Command Remove(TextWriter output)
    {
        var name = new Argument<string>("NAME") { Description = "The account." };
        var remove = new Command("remove", "Remove an account; its password and key stop working, its tokens within the hour.") { name };
        remove.SetAction(async (parsed, _) =>
        {
            var wanted = parsed.GetRequiredValue(name);
            if (!Accounts().Remove(wanted))
                throw new CommandFailure($"There is no account '{wanted}': ./run.sh account list shows those that there are.");
            await output.WriteLineAsync($"'{wanted}' is removed.");
            return 0;
        });
        return remove;
    }

    private static Command List(TextWriter output)
    {
        var list = new Command("list", "List the accounts and what each may do.");
        list.SetAction(async (_, _) =>
        {
            var accounts = Accounts().All();
            foreach (var one in accounts)
                await output.WriteLineAsync($"{one.Name}: {string.Join(", ", one.Permissions)}");
            if (accounts.Count == 0)
                await output.WriteLineAsync("There is no account yet. Studio needs none; a program gets one with ./run.sh account add NAME.");
            return 0;
        });
        return list;
    }

    private static ApiAccounts Accounts()
    {
        using var configuration = new ConfigurationManager();
        SettingsFile.AddTo(configuration);
        return new ApiAccounts(FrontdeskSettings.Read(configuration, urlsOption: null).DataDirectory);
    }
}
