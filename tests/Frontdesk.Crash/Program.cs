using Frontdesk.Crash;

// Runs load on a practice's database until everything is done: `Frontdesk.Crash <database> <instances>`. It may be killed
// at any moment and started again; the test that does so looks at the database afterwards.
if (args is not [var database, var count] || !int.TryParse(count, System.Globalization.CultureInfo.InvariantCulture, out var instances))
{
    await Console.Error.WriteLineAsync("Usage: Frontdesk.Crash <SQLite file or PostgreSQL connection string> <number of instances>");
    return 2;
}

await new Load(database, instances).RunAsync();
return 0;
