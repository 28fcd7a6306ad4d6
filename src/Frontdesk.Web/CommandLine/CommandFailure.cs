namespace Frontdesk.Web.CommandLine;

/// <summary>
/// A failure that the person at the keyboard can do something about. Its message is one plain sentence that names what is
/// wrong and the remedy; the process prints it and ends with exit code 1.
/// </summary>
public sealed class CommandFailure(string sentence, Exception? cause = null) : Exception(sentence, cause);
