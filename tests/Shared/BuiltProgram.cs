namespace Frontdesk.Tests;

/// <summary>The program as the build left it, for tests that run it as a process of its own.</summary>
internal static class BuiltProgram
{
    /// <summary>Its folder, in the configuration of the tests.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here;
        while (!File.Exists(Path.Combine(root.FullName, "Workflows.sln")))
            root = root.Parent!;
        return Path.Combine(root.FullName, "src", "Frontdesk.Web", "bin", here.Parent!.Name, here.Name);
    }
}
