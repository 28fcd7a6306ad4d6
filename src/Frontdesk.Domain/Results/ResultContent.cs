using System.Security.Cryptography;
using System.Text;

namespace Frontdesk.Domain.Results;

/// <summary>How reports about one filler order add up to what is known now, in whatever order they arrive (domain.md §3).</summary>
public static class ResultContent
{
    /// <summary>SHA-256 over everything that is known, in hexadecimal: what an approval is bound to.</summary>
    public static string HashOf(IReadOnlyList<Observation> observations) =>
        Hash(string.Join('\n', observations.OrderBy(one => one.Slot, StringComparer.Ordinal).Select(one => one.Statement())));

    /// <summary>
    /// The key of one observation: filler order, OBX-3 with sub-id, status and time, together with what it says. A repeat is
    /// only a repeat when it says the same; the same key with another value is never dropped.
    /// </summary>
    public static string KeyOf(Observation one) => Hash($"{one.Statement()}\u001f{one.At.ToUnixTimeMilliseconds()}")[..24];

    /// <summary>Adds what a report says to what is known. An older word never replaces a newer one.</summary>
    /// <returns>What is known now, by slot; the same list when the report changes nothing.</returns>
    public static IReadOnlyList<Observation> Merge(IReadOnlyList<Observation> known, IReadOnlyList<Observation> said)
    {
        var merged = known.ToDictionary(one => one.Slot, StringComparer.Ordinal);
        var changed = false;
        foreach (var one in said)
        {
            if (merged.TryGetValue(one.Slot, out var before) && !Replaces(one, before))
                continue;

            merged[one.Slot] = one;
            changed = true;
        }

        return changed ? [.. merged.Values.OrderBy(one => one.Slot, StringComparer.Ordinal)] : known;
    }

    /// <summary>The report takes back or replaces a value that stood.</summary>
    public static bool Corrects(IReadOnlyList<Observation> known, IReadOnlyList<Observation> merged) =>
        known.Any(before => before.Status.IsSettled()
            && merged.FirstOrDefault(one => one.Slot == before.Slot) is { } after
            && after.Statement() != before.Statement());

    // What stands is never replaced by what is preliminary; then the later word counts, and of two at one moment the correction.
    private static bool Replaces(Observation one, Observation before)
    {
        var later = (one.Status.IsSettled(), one.At, one.Status).CompareTo((before.Status.IsSettled(), before.At, before.Status));
        return later > 0 || (later == 0 && one.Statement() != before.Statement());
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
