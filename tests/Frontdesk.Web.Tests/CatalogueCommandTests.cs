using Frontdesk.Domain;
using Frontdesk.Domain.Staff;
using Frontdesk.Domain.Supplies;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Supplies;

namespace Frontdesk.Web.Tests;

/// <summary>A practice says what it keeps, where and from whom, from nothing; on both databases.</summary>
public sealed class CatalogueCommandTests(PostgresCluster cluster)
{
    private static readonly KeepItem Gloves = new("Exam gloves", "each", CountClass.B, 30, "max", Units: [new ItemUnit("box", 100)]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task From_an_empty_practice_to_a_proposed_purchase(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var (catalogue, supplies) = (clinic.Get<CatalogueCommands>(), clinic.Get<SupplyCommands>());
        await SetUpAsync(catalogue);

        var view = await clinic.Get<CatalogueReading>().GetAsync(Stop);
        var gloves = Assert.Single(view.Items);
        Assert.Equal(("Exam gloves", "each", 100L), (gloves.Name, gloves.BaseUnit, Assert.Single(gloves.Units).Holds));
        Assert.Equal((8.20m, 100L), (Assert.Single(gloves.Contracts).Price, gloves.Contracts[0].Holds));
        Assert.True(Assert.Single(view.Stockrooms).Receives);
        Assert.Equal(new KitUse("gloves", 2), Assert.Single(Assert.Single(view.Kits).Uses));

        await supplies.CountAsync("gloves", new CountStock("main", 1, "box", "max"), "count", Stop);
        var stock = (await supplies.ProposeAsync("gloves", new ProposePurchase("max"), "propose", Stop)).Result!;
        Assert.Equal((100, "Low"), (stock.Stock.Position, stock.Stock.State));
        Assert.Equal(("acme", "box"), (Assert.Single(stock.Purchases).Supplier.ToLowerInvariant()[..4], stock.Purchases[0].Unit));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task What_cannot_be_is_refused_with_the_field_and_changes_nothing(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var catalogue = clinic.Get<CatalogueCommands>();
        await SetUpAsync(catalogue);
        var contract = new KeepContract("AC-1", "box", 8.20m, 3, "max");

        Assert.Equal("by", Field(await catalogue.KeepItemAsync("gloves", Gloves with { By = "sam" }, "r1", Stop)));
        Assert.Equal("by", Field(await catalogue.KeepItemAsync("gloves", Gloves with { By = "nobody" }, "r2", Stop)));
        Assert.Equal("baseUnit", Field(await catalogue.KeepItemAsync("gloves", Gloves with { BaseUnit = "box" }, "r3", Stop)));
        Assert.Equal("baseUnit", Field(await catalogue.KeepItemAsync("masks", Gloves with { BaseUnit = "Box of 10" }, "r4", Stop)));
        Assert.Equal(Refusal.Conflict, (await catalogue.KeepItemAsync("gloves", Gloves with { ExpectedPerDay = -1 }, "r5", Stop)).Refusal);
        Assert.Equal(Refusal.Conflict, (await catalogue.KeepItemAsync("gloves", Gloves with { MinimumStock = -1 }, "r6", Stop)).Refusal);
        Assert.Equal(Refusal.Conflict, (await catalogue.KeepItemAsync("gloves", Gloves with { Units = [new ItemUnit("box", 0)] }, "r7", Stop)).Refusal);
        Assert.Equal(Refusal.Conflict, (await catalogue.KeepItemAsync("gloves", Gloves with { Seasons = [new Season(9, 13, 2)] }, "r8", Stop)).Refusal);
        Assert.Equal("orderEmail", Field(await catalogue.KeepSupplierAsync("acme", new KeepSupplier("Acme", "no address", "max"), "r9", Stop)));
        Assert.Equal("phone", Field(await catalogue.KeepSupplierAsync("acme", new KeepSupplier("Acme", "o@acme.example", "max", "12"), "r10", Stop)));
        Assert.Equal("packHolds", Field(await catalogue.KeepContractAsync("gloves", "acme", contract with { OrderUnit = "case" }, "r11", Stop)));
        Assert.Equal("supplierId", Field(await catalogue.KeepContractAsync("gloves", "baystate", contract, "r12", Stop)));
        Assert.Equal(Refusal.Conflict, (await catalogue.KeepContractAsync("gloves", "acme", contract with { Price = 0 }, "r13", Stop)).Refusal);
        Assert.Equal(Refusal.NotFound, (await catalogue.KeepContractAsync("masks", "acme", contract, "r14", Stop)).Refusal);
        Assert.Equal(Refusal.Conflict, (await catalogue.KeepStockroomAsync("main", new KeepStockroom("Main", -1, "max"), "r15", Stop)).Refusal);
        Assert.Equal(Refusal.NotFound, (await catalogue.KeepKitAsync("follow-up", new KeepKit([new KitUse("masks", 1)], "max"), "r16", Stop)).Refusal);
        Assert.Equal(Refusal.NotFound, (await catalogue.KeepKitAsync("surgery", new KeepKit([], "max"), "r17", Stop)).Refusal);

        var view = await clinic.Get<CatalogueReading>().GetAsync(Stop);
        Assert.Equal((30d, 8.20m, "orders@acme.example"), (Assert.Single(view.Items).ExpectedPerDay, Assert.Single(view.Items[0].Contracts).Price, Assert.Single(view.Suppliers).OrderEmail));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_pack_that_changes_counts_from_now_on_and_an_item_is_kept_no_longer_and_again(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var catalogue = clinic.Get<CatalogueCommands>();
        await SetUpAsync(catalogue);

        var changed = (await catalogue.KeepItemAsync("gloves", Gloves with { Name = "Gloves", MinimumStock = 200, Units = [new ItemUnit("box", 80)] }, "c1", Stop)).Result!;
        Assert.Equal(("Gloves", 200L, 80L, 80L), (changed.Name, changed.MinimumStock, Assert.Single(changed.Units).Holds, changed.Contracts[0].Holds));
        Assert.Equal(75, (await catalogue.KeepContractAsync("gloves", "acme", new KeepContract("AC-1", "box", 8m, 3, "max", PackHolds: 75), "c2", Stop)).Result!.Contracts[0].Holds);
        Assert.False((await catalogue.KeepSupplierAsync("acme", new KeepSupplier("Acme", "orders@acme.example", "max", IsActive: false), "c3", Stop)).Result!.IsActive);

        Assert.False((await catalogue.RetireItemAsync("gloves", new CatalogueDeed("max"), "c4", Stop)).Result!.IsActive);
        Assert.Empty((await clinic.Get<CatalogueReading>().GetAsync(Stop)).Items);
        Assert.True((await catalogue.KeepItemAsync("gloves", Gloves, "c5", Stop)).Result!.IsActive);
    }

    private static string Field<T>(Outcome<T> outcome)
        where T : class => Assert.Single(outcome.Problems).Field;

    private static async Task SetUpAsync(CatalogueCommands catalogue)
    {
        Assert.NotNull((await catalogue.KeepStockroomAsync("main", new KeepStockroom("Main room", 1, "max", Receives: true), "s1", Stop)).Result);
        Assert.NotNull((await catalogue.KeepSupplierAsync("acme", new KeepSupplier("Acme Medical", "orders@acme.example", "max", "(617) 555-0170"), "s2", Stop)).Result);
        Assert.NotNull((await catalogue.KeepItemAsync("gloves", Gloves, "s3", Stop)).Result);
        Assert.NotNull((await catalogue.KeepContractAsync("gloves", "acme", new KeepContract("AC-1", "box", 8.20m, 3, "max"), "s4", Stop)).Result);
        Assert.NotNull((await catalogue.KeepKitAsync("follow-up", new KeepKit([new KitUse("gloves", 2)], "max"), "s5", Stop)).Result);
    }

    private async Task<Clinic> OpenAsync(DatabaseKind kind)
    {
        var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await clinic.WriteAsync((records, _) =>
        {
            records.Add(new StaffMember(Clinic.Id, new StaffId("max"), new PersonName("Max", "Stone"), [StaffRole.OfficeManager]));
            records.Add(new StaffMember(Clinic.Id, new StaffId("sam"), new PersonName("Sam", "Rivera"), [StaffRole.FrontDesk]));
        });
        return clinic;
    }
}
