using Xunit;

namespace Frontdesk.Interop.Tests;

/// <summary>The synthetic patients that lie beside the repository.</summary>
internal static class Synthea
{
    public static string Folder
    {
        get
        {
            var folder = Path.Combine(Shared(), "data", "synthea");
            Assert.SkipUnless(Directory.Exists(folder), "The synthetic patients are not there: put them into ../shared/data/synthea beside the repository, or name the shared folder in FRONTDESK_SHARED.");
            return folder;
        }
    }

    private static string Shared()
    {
        if (Environment.GetEnvironmentVariable("FRONTDESK_SHARED") is { Length: > 0 } named)
            return named;

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workflows.sln")))
            folder = folder.Parent;

        return Path.Combine(folder?.Parent?.FullName ?? Path.GetTempPath(), "shared");
    }
}
