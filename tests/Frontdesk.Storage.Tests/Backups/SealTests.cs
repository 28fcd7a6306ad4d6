using CsCheck;
using Frontdesk.Storage.Backups;
using Xunit;

namespace Frontdesk.Storage.Tests.Backups;

/// <summary>The encrypted form of a back-up opens as it was made, or not at all.</summary>
public sealed class SealTests : IDisposable
{
    private const int Chunk = Seal.ChunkBytes + Seal.TagBytes;
    private static readonly Gen<int> Lengths = Gen.OneOf(Gen.Int[0, 300], Gen.Int[Seal.ChunkBytes - 1, Seal.ChunkBytes + 1], Gen.Int[(2 * Seal.ChunkBytes) - 1, (2 * Seal.ChunkBytes) + 80]);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("frontdesk-seal-");
    private readonly BackupKey key;

    public SealTests() => key = BackupKey.ReadOrCreate(Path.Combine(folder.FullName, "backup.key"), out _);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void What_was_sealed_opens_as_it_was() =>
        Lengths.Sample(length => Assert.Equal(Text(length), Open(Sealed(length))), iter: 60);

    [Fact]
    public void A_file_with_any_bit_flipped_does_not_open() =>
        Gen.Select(Lengths, Gen.Double[0, 1], Gen.Int[0, 7]).Sample(
            (length, where, bit) =>
            {
                var file = Sealed(length);
                file[(int)(where * (file.Length - 1))] ^= (byte)(1 << bit);
                Assert.Throws<BackupException>(() => Open(file));
            },
            iter: 300);

    [Fact]
    public void A_file_that_was_cut_off_anywhere_does_not_open() =>
        Gen.Select(Lengths, Gen.Double[0, 1]).Sample(
            (length, where) =>
            {
                var file = Sealed(length);
                Assert.Throws<BackupException>(() => Open(file[..(int)(where * (file.Length - 1))]));
            },
            iter: 200);

    [Fact]
    public void Chunks_cannot_be_left_out_swapped_repeated_or_taken_from_another_file()
    {
        var file = Sealed(4 * Seal.ChunkBytes);
        var other = Sealed(4 * Seal.ChunkBytes);
        var head = file[..Seal.HeadBytes];
        byte[] Part(byte[] from, int number) => from[(Seal.HeadBytes + (number * Chunk))..(Seal.HeadBytes + ((number + 1) * Chunk))];

        Assert.Equal(Text(4 * Seal.ChunkBytes), Open([.. head, .. Part(file, 0), .. Part(file, 1), .. Part(file, 2), .. Part(file, 3)]));
        foreach (var forged in (byte[][])
        [
            [.. head, .. Part(file, 0), .. Part(file, 1), .. Part(file, 2)],
            [.. head, .. Part(file, 0), .. Part(file, 2), .. Part(file, 1), .. Part(file, 3)],
            [.. head, .. Part(file, 0), .. Part(file, 0), .. Part(file, 2), .. Part(file, 3)],
            [.. head, .. Part(file, 0), .. Part(other, 1), .. Part(file, 2), .. Part(file, 3)],
            [.. head, .. Part(file, 0), .. Part(file, 1), .. Part(file, 2), .. Part(file, 3), .. Part(file, 3)],
            [.. file, 0],
        ])
        {
            Assert.Throws<BackupException>(() => Open(forged));
        }
    }

    [Fact]
    public void Another_key_and_a_newer_format_are_told_apart_from_damage()
    {
        var file = Sealed(10);
        var other = BackupKey.ReadOrCreate(Path.Combine(folder.FullName, "other.key"), out var isNew);
        Assert.True(isNew);
        Assert.Contains("another key", Assert.Throws<BackupException>(() => Open(file, other)).Message, StringComparison.Ordinal);
        file[9]++;
        Assert.Contains("format 2", Assert.Throws<BackupException>(() => Open(file)).Message, StringComparison.Ordinal);
        Assert.Contains("not a back-up", Assert.Throws<BackupException>(() => Open("PK"u8.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_owner_may_read_a_new_key_and_it_stays_the_same()
    {
        var path = Path.Combine(folder.FullName, "backup.key");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        Assert.Equal(Text(10), Open(Sealed(10), BackupKey.ReadOrCreate(path, out var isNew)));
        Assert.False(isNew);
    }

    private static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))];

    private byte[] Sealed(int length)
    {
        var file = new MemoryStream();
        using (var seal = new SealingStream(file, key))
        {
            seal.Write(Text(length));
            seal.Finish();
        }

        return file.ToArray();
    }

    private byte[] Open(byte[] file, BackupKey? with = null)
    {
        using var opened = new OpeningStream(new MemoryStream(file), with ?? key);
        var text = new MemoryStream();
        opened.CopyTo(text);
        opened.ReadToEnd();
        return text.ToArray();
    }
}
