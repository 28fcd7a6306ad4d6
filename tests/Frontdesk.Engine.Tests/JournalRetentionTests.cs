using CsCheck;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Storage;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class JournalRetentionTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    private static readonly JournalRetention MonthAndYear = new(TimeSpan.FromDays(30), TimeSpan.FromDays(365));

    [Fact]
    public async Task A_journal_is_packed_a_month_after_the_end_and_reads_as_before_and_is_gone_after_a_year_and_the_instance_stays()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "first"), Event("e", "One"), Line("b", "second"), Event("f", "Two"), Line("c", "third")));
        var (over, waits) = ((await practice.StartAsync(correlation: "goes")).InstanceId!, (await practice.StartAsync(correlation: "waits")).InstanceId!);
        await practice.Pumped(practice.Engine.PublishEventAsync("One", correlationId: "goes"));
        await practice.Pumped(practice.Engine.PublishEventAsync("Two", correlationId: "goes"));
        var (lines, rows) = (practice.Lines(over), Rows(practice, over));
        Assert.Equal(["first", "second", "third"], lines);
        Assert.True(rows > 1);

        practice.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal((0, 0), await SweepAsync(practice));
        practice.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal((1, 0), await SweepAsync(practice));
        Assert.Equal(1, Rows(practice, over));
        Assert.Equal(lines, practice.Lines(over));
        Assert.Equal((0, 0), await SweepAsync(practice));

        practice.Clock.Advance(TimeSpan.FromDays(335));
        Assert.Equal((0, 1), await SweepAsync(practice));
        Assert.Equal(0, Rows(practice, over));
        Assert.Equal(["1"], practice.Column($"SELECT status FROM workflow_instance WHERE id = '{over}'"));
        Assert.Equal(["first"], practice.Lines(waits));
    }

    [Fact]
    public async Task A_sweep_over_more_instances_than_one_step_takes_looks_at_each_once()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "x"), Event("e", "Go"), Line("b", "y")));
        for (var i = 0; i < 450; i++)
            await practice.StartAsync(correlation: i % 3 == 0 ? "waits" : "goes");
        await practice.Pumped(practice.Engine.PublishEventAsync("Go", correlationId: "goes"));
        var over = practice.Column("SELECT id FROM workflow_instance WHERE status = 1");
        practice.Clock.Advance(TimeSpan.FromDays(31));

        var sweep = JournalSweep.Beginning;
        while (!sweep.IsDone)
            sweep = await practice.Pumped(practice.Engine.SweepJournalsAsync(MonthAndYear, sweep));

        Assert.Equal((450, 300, 0), (sweep.Looked, sweep.Packed, sweep.Purged));
        Assert.Equal(300, over.Count);
        Assert.Equal(["x", "y"], practice.Lines(over[^1]));
    }

    private static int Rows(TestPractice practice, string id) => practice.Column($"SELECT burst FROM journal WHERE instance_id = '{id}'").Count;

    private static async Task<(int Packed, int Purged)> SweepAsync(TestPractice practice)
    {
        var sweep = await practice.Pumped(practice.Engine.SweepJournalsAsync(MonthAndYear, JournalSweep.Beginning));
        Assert.True(sweep.IsDone);
        return (sweep.Packed, sweep.Purged);
    }
}

public sealed class JournalBundleTests
{
    [Fact]
    public void A_bundle_of_bursts_and_of_bundles_reads_as_the_bursts_one_after_the_other() =>
        Gen.Select(Gen.Int[0, 6], Gen.Long[1, 1_000_000], Gen.Int[0, 500], Gen.String[Gen.Char.AlphaNumeric, 0, 20])
            .Array[0, 8].Array[1, 6].Sample(bursts =>
        {
            var packed = bursts.Select(Packed).ToList();
            var expected = packed.SelectMany(JournalCodec.Unpack).ToList();
            var bundle = JournalCodec.Bundle(packed);
            Assert.Equal(expected, JournalCodec.Unpack(bundle));
            Assert.Equal(expected.Concat(expected), JournalCodec.Unpack(JournalCodec.Bundle([bundle, .. packed])));
        }, iter: 300);

    // The stored form, written down independently: kind and whether there is a text, execution, parent of a start, step, time since the one before, text.
    private static byte[] Packed((int Event, long Context, int Activity, string Text)[] entries)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var one in entries)
        {
            writer.Write((byte)(one.Event | (one.Text.Length > 0 ? 0x80 : 0)));
            writer.Write7BitEncodedInt64(one.Context);
            if (one.Event == 0)
                writer.Write7BitEncodedInt64(one.Context + 1);
            writer.Write7BitEncodedInt(one.Activity);
            writer.Write7BitEncodedInt64(one.Activity);
            if (one.Text.Length > 0)
                writer.Write(one.Text);
        }

        return stream.ToArray();
    }
}
