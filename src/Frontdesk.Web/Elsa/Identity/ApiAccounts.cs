using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.Elsa.Identity;

/// <summary>
/// The programs and people who may use the Elsa API with a password or a key of their own. They lie beside the data, so that
/// a copy of the database alone lets nobody in; passwords and keys are kept as salted hashes only.
/// </summary>
internal sealed class ApiAccounts(string dataDirectory)
{
    /// <summary>The accounts' file in the data directory.</summary>
    public const string FileName = "api-accounts.json";
    private const int Iterations = 600_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    // Somebody who does not exist takes as long to refuse as somebody who does.
    private static readonly string Nobody = HashPassword("nobody");

    private readonly Lock gate = new();
    private readonly string path = Path.Combine(dataDirectory, FileName);
    private (DateTime Written, IReadOnlyList<ApiAccount> Accounts) known = (DateTime.MinValue, []);

    /// <summary>All accounts, by name.</summary>
    /// <exception cref="CommandFailure">The file cannot be read.</exception>
    public IReadOnlyList<ApiAccount> All()
    {
        lock (gate)
        {
            var written = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : DateTime.MinValue;
            if (written != known.Written)
                known = (written, written == DateTime.MinValue ? [] : Read());
            return known.Accounts;
        }
    }

    /// <summary>The account that this name and password open; null when they open none.</summary>
    public ApiAccount? FindByPassword(string name, string password)
    {
        var account = All().FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));
        var fits = IsPassword(password, account?.PasswordHash ?? Nobody);
        return fits && account?.PasswordHash is not null ? account : null;
    }

    /// <summary>The account that this key opens; null when it opens none. Keys are long random texts, so a plain hash is enough.</summary>
    public ApiAccount? FindByKey(string key)
    {
        var hash = Encoding.ASCII.GetBytes(HashKey(key));
        return All().FirstOrDefault(one => one.KeyHash is { } known && CryptographicOperations.FixedTimeEquals(hash, Encoding.ASCII.GetBytes(known)));
    }

    /// <summary>Adds an account, or gives one that is there a new password and key.</summary>
    /// <param name="name">How it is called in the history of a workflow.</param>
    /// <param name="permissions">What it may do, in Elsa's words; <c>*</c> for everything.</param>
    /// <returns>The password and the key; they are shown once and kept nowhere.</returns>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public (string Password, string Key) Add(string name, IReadOnlyList<string> permissions)
    {
        var (password, key) = (RandomText(15), RandomText(30));
        Write([.. All().Where(one => !string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)), new ApiAccount(name, permissions, HashPassword(password), HashKey(key))]);
        return (password, key);
    }

    /// <summary>Removes an account.</summary>
    /// <returns>False when there is none of that name.</returns>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public bool Remove(string name)
    {
        var left = All().Where(one => !string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (left.Count == All().Count)
            return false;
        Write(left);
        return true;
    }

    private static string RandomText(int bytes) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)).Replace('+', 'x').Replace('/', 'y');

    private static string HashKey(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static string HashPassword(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return $"{Convert.ToBase64String(salt)}.{Convert.ToBase64String(Derive(password, salt))}";
    }

    private static bool IsPassword(string password, string hash) =>
        hash.Split('.') is [var salt, var derived] && CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromBase64String(salt)), Convert.FromBase64String(derived));

    private static byte[] Derive(string password, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, HashBytes);

    private IReadOnlyList<ApiAccount> Read()
    {
        try
        {
            return [.. (JsonSerializer.Deserialize<List<ApiAccount>>(File.ReadAllBytes(path), Indented) ?? []).OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"The accounts of the Elsa API cannot be read from '{path}': put the file back from its backup, or remove it and add the accounts anew with ./run.sh account add NAME.", broken);
        }
    }

    // Moved into place, so that a process that is killed meanwhile leaves the old file whole.
    private void Write(IReadOnlyList<ApiAccount> accounts)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            WritableFolder.Ensure("Frontdesk:DataDirectory", dataDirectory);
            File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(accounts, Indented));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"The accounts of the Elsa API cannot be written to '{path}': give this account the right to it.", failure);
        }
    }
}

/// <summary>Somebody who may use the Elsa API.</summary>
/// <param name="Name">How they are called in the history of a workflow.</param>
/// <param name="Permissions">What they may do, in Elsa's words.</param>
/// <param name="PasswordHash">Salt and derived key, both in Base64.</param>
/// <param name="KeyHash">The SHA-256 of the API key, in hexadecimal.</param>
internal sealed record ApiAccount(string Name, IReadOnlyList<string> Permissions, string? PasswordHash, string? KeyHash);
