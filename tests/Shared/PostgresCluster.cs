using Xunit;

namespace Frontdesk.Tests;

/// <summary>
/// A private PostgreSQL for one test assembly: started before its first test, gone after its last. Register it with
/// <c>[assembly: AssemblyFixture(typeof(PostgresCluster))]</c> and take it in a test class's constructor.
/// </summary>
public sealed class PostgresCluster : PostgresServer, IAsyncLifetime;
