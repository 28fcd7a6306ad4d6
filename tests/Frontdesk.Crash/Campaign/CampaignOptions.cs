namespace Frontdesk.Crash.Campaign;

/// <summary>What a campaign does. The same options and seed ask for the same things in the same order; when they are answered depends on the machine.</summary>
/// <param name="Seed">Everything random is drawn from it.</param>
/// <param name="Kills">How often the server is killed.</param>
/// <param name="IsPostgres">On PostgreSQL instead of SQLite.</param>
/// <param name="DatabaseKills">How often PostgreSQL itself is killed, beside the server.</param>
/// <param name="LateDatabase">How often the database answers nothing for up to 35 seconds.</param>
/// <param name="FullDisk">How often its disk is full for some seconds; root only.</param>
/// <param name="ClockJumps">How often the server's clock is set back or forward by an hour, or forward by a day.</param>
/// <param name="KilledBackups">How often the server is killed while it makes a back-up.</param>
/// <param name="Clients">How many clients ask at the same time.</param>
internal sealed record CampaignOptions(int Seed = 1, int Kills = 20, bool IsPostgres = false, int DatabaseKills = 0, int LateDatabase = 0, int FullDisk = 0, int ClockJumps = 0, int KilledBackups = 0, int Clients = 8)
{
    private const string Usage = "Usage: Frontdesk.Crash campaign [--seed N] [--kills N] [--postgres] [--database-kills N] [--late-database N] [--full-disk N] [--clock-jumps N] [--killed-backups N] [--clients N]";

    /// <summary>Reads the command line; answers what is wrong with it.</summary>
    public static string? Read(string[] args, out CampaignOptions options)
    {
        options = new CampaignOptions();
        if (NumberOptions.Read(args, options, one => one with { IsPostgres = true }, With) is not { } read)
            return Usage;
        options = read;
        return options is { DatabaseKills: > 0, IsPostgres: false } ? "--database-kills needs --postgres: SQLite has no server of its own." : null;
    }

    private static CampaignOptions? With(CampaignOptions options, string name, int number) => name switch
    {
        "--seed" => options with { Seed = number },
        "--kills" => options with { Kills = number },
        "--database-kills" => options with { DatabaseKills = number },
        "--late-database" => options with { LateDatabase = number },
        "--full-disk" => options with { FullDisk = number },
        "--clock-jumps" => options with { ClockJumps = number },
        "--killed-backups" => options with { KilledBackups = number },
        "--clients" => options with { Clients = number },
        _ => null,
    };
}
