namespace Frontdesk.Storage.Backups;

/// <summary>
/// A back-up cannot be made, read or put in place. The message is a plain sentence with the remedy and holds no patient data.
/// </summary>
public sealed class BackupException(string sentence, Exception? cause = null) : Exception(sentence, cause);
