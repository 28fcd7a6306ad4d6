namespace Frontdesk.Storage;

/// <summary>A database was written by a newer program; this one leaves it alone.</summary>
public sealed class NewerDatabaseException : Exception
{
    /// <summary>Names both versions.</summary>
    public NewerDatabaseException(string component, int found, int known)
        : base($"The database is at version {found} of '{component}' and this program knows versions up to {known}, so please start the newer program.")
    {
        Found = found;
        Known = known;
    }

    /// <summary>The version that the database is at.</summary>
    public int Found { get; }

    /// <summary>The newest version that this program knows.</summary>
    public int Known { get; }
}
