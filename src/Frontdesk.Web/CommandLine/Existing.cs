namespace Frontdesk.Web.CommandLine;

/// <summary>Paths that a command line names and that must be there.</summary>
internal static class Existing
{
    /// <summary>The full path of a folder, or a failure that names the argument.</summary>
    public static string Directory(string argument, string path) =>
        System.IO.Directory.Exists(path)
            ? Path.GetFullPath(path)
            : throw new CommandFailure($"{argument} is '{path}', and there is no folder of that name: check the path.");

    /// <summary>The full path of a file or folder, or a failure that names the argument.</summary>
    public static string FileOrDirectory(string argument, string path) =>
        File.Exists(path) || System.IO.Directory.Exists(path)
            ? Path.GetFullPath(path)
            : throw new CommandFailure($"{argument} is '{path}', and there is no file or folder of that name: check the path.");
}
