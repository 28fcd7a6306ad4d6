using System.Data.Common;
using System.Linq.Expressions;
using Frontdesk.Domain;
using Frontdesk.Domain.Audit;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Records;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Storage.Mapping;
using Frontdesk.Storage.Queries;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace Frontdesk.Storage;

/// <summary>
/// One practice's records in one unit of work, on SQLite or PostgreSQL. It sees the rows of its practice only. It can work
/// on a connection and in a transaction that someone else opened, so that their rows and these commit together.
/// </summary>
public sealed class PracticeDbContext : DbContext
{
    private static readonly DbContextOptions<PracticeDbContext> OnSqlite =
        new DbContextOptionsBuilder<PracticeDbContext>().UseSqlite().AddInterceptors(KeptStatements.Instance).Options;

    private static readonly DbContextOptions<PracticeDbContext> OnPostgres =
        new DbContextOptionsBuilder<PracticeDbContext>().UseNpgsql().Options;

    private readonly List<DomainEvent> saved = [];

    private PracticeDbContext(bool isPostgres, PracticeId practice)
        : base(isPostgres ? OnPostgres : OnSqlite)
    {
        (Practice, IsPostgres) = (practice, isPostgres);
        Database.AutoSavepointsEnabled = false;

        // What changed is looked for once before a save, and not before each look at a record.
        ChangeTracker.AutoDetectChangesEnabled = false;
    }

    /// <summary>The practice whose rows it sees.</summary>
    public PracticeId Practice { get; }

    /// <summary>Whether it works on PostgreSQL, and otherwise on SQLite.</summary>
    internal bool IsPostgres { get; }

    /// <summary>
    /// Builds the model of the records beside whatever else a start does: it takes more than a second and is needed for the
    /// first record. Whoever comes first to it waits for it, so a failure shows there.
    /// </summary>
    public static void Prepare(DatabaseKind kind)
    {
        _ = Task.Run(() =>
        {
            using var context = new PracticeDbContext(kind == DatabaseKind.Postgres, default);
            return context.Model;
        });
    }

    /// <summary>Opens a unit of work on a connection that is open.</summary>
    /// <param name="connection">A SQLite or PostgreSQL connection.</param>
    /// <param name="transaction">The transaction to work in; null to let each save make its own.</param>
    /// <param name="practice">The practice.</param>
    /// <param name="practiceIsSet">
    /// True when the transaction already carries the setting <c>frontdesk.practice_id</c> that row-level security asks
    /// for; it saves a round trip on PostgreSQL.
    /// </param>
    public static PracticeDbContext On(DbConnection connection, DbTransaction? transaction, PracticeId practice, bool practiceIsSet = false) =>
        On(connection, transaction, practice, practiceIsSet, ownsConnection: false);

    /// <summary>Whether anything that is tracked differs from what is stored.</summary>
    internal bool HasChanges()
    {
        ChangeTracker.DetectChanges();
        return ChangeTracker.HasChanges();
    }

    /// <summary>
    /// Lets go of everything, so that the next unit of work on the same connection can go on with this one: to make one costs as
    /// much as several queries.
    /// </summary>
    internal void Empty()
    {
        ChangeTracker.Clear();
        saved.Clear();
        Database.UseTransaction(null);
    }

    /// <summary>What happened in the saves since the last call, in the order in which it was saved. Hands it over once.</summary>
    public IReadOnlyList<DomainEvent> TakeEvents()
    {
        if (saved.Count == 0)
            return [];

        DomainEvent[] taken = [.. saved];
        saved.Clear();
        return taken;
    }

    /// <summary>
    /// Saves what is tracked and lets go of it, so that a unit of work over very many rows stays small. Within a
    /// transaction nothing is final before the transaction commits. What happened waits for <see cref="TakeEvents"/>.
    /// </summary>
    public async Task SaveAndForgetAsync(CancellationToken cancellationToken = default)
    {
        await SaveChangesAsync(cancellationToken);
        ChangeTracker.Clear();
    }

    /// <inheritdoc/>
    /// <exception cref="BookingConflictException">A resource is taken at that time.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        var happened = Stamp();
        try
        {
            var rows = base.SaveChanges(acceptAllChangesOnSuccess);
            saved.AddRange(happened);
            return rows;
        }
        catch (DbUpdateException failure) when (IsConflict(failure))
        {
            throw new BookingConflictException(ResourceOf(failure), failure);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="BookingConflictException">A resource is taken at that time.</exception>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var happened = Stamp();
        try
        {
            var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            saved.AddRange(happened);
            return rows;
        }
        catch (DbUpdateException failure) when (IsConflict(failure))
        {
            throw new BookingConflictException(ResourceOf(failure), failure);
        }
    }

    internal static PracticeDbContext On(DbConnection connection, DbTransaction? transaction, PracticeId practice, bool practiceIsSet, bool ownsConnection)
    {
        var postgres = connection is NpgsqlConnection;
        if (postgres && !practiceIsSet)
            RowLevelSecurity.Enter(connection, transaction, practice);

        var context = new PracticeDbContext(postgres, practice);
        context.Database.SetDbConnection(connection, ownsConnection);
        if (transaction is not null)
            context.Database.UseTransaction(transaction);

        return context;
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => Conversions.Apply(configurationBuilder);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Owned<Practice>(modelBuilder, practice => practice.HasKey(one => one.PracticeId));
        Owned<Patient>(modelBuilder, patient =>
        {
            patient.HasKey(one => new { one.PracticeId, one.Id });
            patient.Ignore(one => one.Person);
            Name(patient, one => one.Name);
        });
        Owned<Practitioner>(modelBuilder, practitioner =>
        {
            practitioner.HasKey(one => new { one.PracticeId, one.Id });
            Name(practitioner, one => one.Name);
        });
        Owned<Location>(modelBuilder, location =>
        {
            location.HasKey(one => new { one.PracticeId, one.Id });
            location.Ignore(one => one.Zone);
        });
        Owned<VisitType>(modelBuilder, visitType => visitType.HasKey(one => new { one.PracticeId, one.Id }));
        Owned<Appointment>(modelBuilder, appointment =>
        {
            appointment.HasKey(one => new { one.PracticeId, one.Id });
            appointment.Ignore(one => one.End);
            appointment.Ignore(one => one.StartsAt);
            appointment.HasMany(one => one.Bookings).WithOne().HasForeignKey(booking => new { booking.PracticeId, booking.AppointmentId });
            appointment.Navigation(one => one.Bookings).HasField("bookings").UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        });
        Owned<MessageTemplate>(modelBuilder, template => template.HasKey(one => new { one.PracticeId, one.Key, one.Channel, one.Language }));
        Owned<OptOut>(modelBuilder, optOut => optOut.HasKey(one => new { one.PracticeId, one.Number }));
        Owned<SentMessage>(modelBuilder, message => message.HasKey(one => new { one.PracticeId, one.Key }));
        Owned<Reminder>(modelBuilder, reminder => reminder.HasKey(one => new { one.PracticeId, one.Key }));
        Owned<ReceivedRecord>(modelBuilder, record => record.HasKey(one => new { one.PracticeId, one.Id }));
        Owned<AccessLog>(modelBuilder, access => access.HasKey(one => new { one.PracticeId, one.Id }));

        modelBuilder.Entity<Booking>(booking =>
        {
            booking.HasKey(one => new { one.PracticeId, one.AppointmentId, one.Kind, one.ResourceId });
            booking.Ignore(one => one.Resource);
            booking.HasQueryFilter(one => one.PracticeId == Practice);
        });
        modelBuilder.Entity<PatientPhone>(phone =>
        {
            phone.HasKey(one => new { one.PracticeId, one.Number, one.Patient });
            phone.HasQueryFilter(one => one.PracticeId == Practice);
        });
        modelBuilder.Entity<PatientIdentifier>(identifier =>
        {
            identifier.HasKey(one => new { one.PracticeId, one.Identifier });
            identifier.HasQueryFilter(one => one.PracticeId == Practice);
        });

        Json(modelBuilder);
        foreach (var tables in ITableMapping.All)
            tables.Map(this, modelBuilder);

        SnakeCase.Apply(modelBuilder.Model);
    }

    private static void Json(ModelBuilder modelBuilder)
    {
        Json<Patient, IReadOnlyList<PhoneContact>>(modelBuilder, one => one.Phones);
        Json<Patient, IReadOnlyList<EmailContact>>(modelBuilder, one => one.Emails);
        modelBuilder.Entity<Patient>().Property(one => one.Address).HasConversion((ValueConverter)new JsonColumnConverter<PostalAddress>(), new JsonColumnComparer<PostalAddress>());
        Json<Patient, IReadOnlyList<Consent>>(modelBuilder, one => one.Consents);
        Json<Patient, IReadOnlyList<Proxy>>(modelBuilder, one => one.Proxies);
        Json<Patient, IReadOnlyList<ExternalIdentifier>>(modelBuilder, one => one.Identifiers);
        Json<Practitioner, IReadOnlyList<Absence>>(modelBuilder, one => one.Absences);
        Json<Location, IReadOnlyList<OpeningHours>>(modelBuilder, one => one.OpeningHours);
        Json<Location, IReadOnlyList<Holiday>>(modelBuilder, one => one.Holidays);
    }

    internal static void Json<TEntity, TValue>(ModelBuilder modelBuilder, Expression<Func<TEntity, TValue>> property)
        where TEntity : class
        where TValue : class =>
        modelBuilder.Entity<TEntity>().Property(property).HasConversion(new JsonColumnConverter<TValue>(), new JsonColumnComparer<TValue>());

    internal static void Name<TEntity>(EntityTypeBuilder<TEntity> entity, Expression<Func<TEntity, PersonName?>> property)
        where TEntity : class =>
        entity.ComplexProperty(property, name =>
        {
            name.IsRequired();
            name.Property(one => one.Given);
            name.Property(one => one.Family);
            name.Property(one => one.Preferred);
        });

    private static bool IsConflict(DbUpdateException failure) => failure.InnerException switch
    {
        SqliteException { SqliteErrorCode: 19 } sqlite => sqlite.Message.Contains("booking_conflict", StringComparison.Ordinal),
        PostgresException postgres => postgres is { SqlState: PostgresErrorCodes.ExclusionViolation, ConstraintName: "booking_conflict" },
        _ => false,
    };

    private static string ResourceOf(DbUpdateException failure) =>
        string.Join(", ", failure.Entries.Select(entry => entry.Entity).OfType<Booking>().Select(booking => booking.Resource.ToString()).Distinct()) is { Length: > 0 } named
            ? named
            : "a resource of the visit";

    internal void Owned<TEntity>(ModelBuilder modelBuilder, Action<EntityTypeBuilder<TEntity>> map)
        where TEntity : Entity =>
        modelBuilder.Entity<TEntity>(entity =>
        {
            entity.HasQueryFilter(one => one.PracticeId == Practice);
            entity.Property(one => one.RowVersion).IsConcurrencyToken();
            entity.Ignore(one => one.Events);
            map(entity);
        });

    // One pass over what is tracked: nothing of another practice, a new row version for what changed, and what happened. It
    // finds what changed, so that the save does not have to look again.
    private List<DomainEvent> Stamp()
    {
        ChangeTracker.DetectChanges();
        List<DomainEvent> happened = [];
        foreach (var entry in ChangeTracker.Entries<Entity>())
        {
            happened.AddRange(entry.Entity.TakeEvents());
            if (entry.State is EntityState.Unchanged or EntityState.Detached)
                continue;

            if (entry.Entity.PracticeId != Practice)
                throw new DomainRuleException("other-practice", $"A record of practice {entry.Entity.PracticeId} cannot be saved by practice {Practice}.");

            if (entry.State is EntityState.Added or EntityState.Modified)
            {
                var version = entry.Property(one => one.RowVersion);
                version.CurrentValue = version.OriginalValue + 1;
            }
        }

        return happened;
    }
}
