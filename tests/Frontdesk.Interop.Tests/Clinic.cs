using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Interop.Fhir;
using Frontdesk.Storage;
using Frontdesk.Storage.Tests;
using Frontdesk.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Frontdesk.Interop.Tests;

/// <summary>A practice on a real database and a folder of files to import into it; both gone after the test.</summary>
internal sealed class Clinic : IAsyncDisposable, IImportTarget
{
    public static readonly PracticeId Practice = new("northside");

    private readonly Database database;

    private Clinic(Database database) => this.database = database;

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("frontdesk-fhir-");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));

    public List<DomainEvent> Happened { get; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Clinic> OpenAsync(DatabaseKind kind, PostgresCluster cluster) => new(await Database.CreateAsync(kind, cluster));

    public Task<ImportReport> ImportAsync(string? path = null, IProgress<ImportProgress>? progress = null) =>
        new FhirImport(this, Practice, Time).ImportAsync(path ?? Folder.FullName, progress, Stop);

    public async Task<FileReport> ImportTextAsync(string json, string name = "bundle.json")
    {
        Put(name, json);
        return Assert.Single((await ImportAsync(Path.Combine(Folder.FullName, name))).Files);
    }

    public void Put(string name, string text)
    {
        var path = Path.Combine(Folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public async Task CommitAsync(Func<IImportTransaction, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        await using var connection = await database.Practices.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var context = PracticeDbContext.On(connection, transaction, Practice);
        await write(new Transaction(context), cancellationToken);
        await context.SaveAndForgetAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Happened.AddRange(context.TakeEvents());
    }

    /// <summary>Reads or changes the practice's records as the office would.</summary>
    public async Task<T> WithAsync<T>(Func<PracticeRecords, PracticeDbContext, Task<T>> act)
    {
        await using var context = await database.Practices.OpenAsync(Practice, Stop);
        var result = await act(new PracticeRecords(context), context);
        await context.SaveChangesAsync(Stop);
        return result;
    }

    public Task<List<T>> AllAsync<T>()
        where T : Entity =>
        WithAsync((_, context) => context.Set<T>().AsNoTracking().ToListAsync(Stop));

    /// <summary>Every row and its version: two equal pictures mean that nothing was written in between.</summary>
    public async Task<IReadOnlyList<string>> PictureAsync() =>
    [
        .. (await AllAsync<Domain.Patients.Patient>()).Select(one => $"patient {one.Id} {one.RowVersion}").Order(StringComparer.Ordinal),
        .. (await AllAsync<Domain.Practitioners.Practitioner>()).Select(one => $"practitioner {one.Id} {one.RowVersion}").Order(StringComparer.Ordinal),
        .. (await AllAsync<Domain.Records.ReceivedRecord>()).Select(one => $"record {one.Id} {one.RowVersion} {one.ContentHash} {one.ReceivedAt}").Order(StringComparer.Ordinal),
    ];

    public async ValueTask DisposeAsync()
    {
        Folder.Delete(recursive: true);
        await database.DisposeAsync();
    }

    private sealed class Transaction(PracticeDbContext context) : IImportTransaction
    {
        public IPracticeRecords Records { get; } = new PracticeRecords(context);

        public Duration ResultsNewWithin => ResultIntake.UsualNewWithin;

        public Task FlushAsync(CancellationToken cancellationToken) => context.SaveAndForgetAsync(cancellationToken);
    }
}
