using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Frontdesk.Web.Studio;

/// <summary>The files of Elsa Studio, which the build puts beside the program; without them the rest works all the same.</summary>
internal sealed class StudioPackage : IDisposable
{
    /// <summary>The version that the build fetches; a part of the address of files whose own name does not change with their content.</summary>
    public const string Version = "3.8.2";

    private const string Forever = "public, max-age=31536000, immutable";
    private const string AskAgain = "no-cache";
    private static readonly string[] Folders = ["_framework", "_content"];
    private static readonly (string Encoding, string Extension)[] Compressed = [("br", ".br"), ("gzip", ".gz")];

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".wasm"] = "application/wasm",
        [".dat"] = "application/octet-stream",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json",
        [".woff2"] = "font/woff2",
        [".woff"] = "font/woff",
        [".ttf"] = "font/ttf",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".html"] = "text/html; charset=utf-8",
        [".webmanifest"] = "application/manifest+json",
        [".map"] = "application/json",
        [".txt"] = "text/plain; charset=utf-8",
    };

    private readonly PhysicalFileProvider? files;

    /// <summary>Looks for the files beside the program.</summary>
    public StudioPackage()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "studio");
        if (Directory.Exists(Path.Combine(folder, "_framework")))
            files = new PhysicalFileProvider(folder);
    }

    /// <summary>Whether the designer can be shown.</summary>
    public bool IsThere => files is not null;

    /// <summary>Serves one file, compressed as the browser can take it.</summary>
    public IResult Serve(HttpRequest request, string path)
    {
        if (Find(path) is not { PhysicalPath: { } plain } file)
            return Results.NotFound();
        var (chosen, encoding) = Choose(request, path, plain);
        var headers = request.HttpContext.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = IsNamedByContent(path) || request.Query["v"] == Version ? Forever : AskAgain;
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        var tag = new EntityTagHeaderValue($"\"{Version}-{file.Length:x}{(encoding is null ? string.Empty : $"-{encoding}")}\"");
        return Results.File(chosen, Types.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream"), entityTag: tag);
    }

    /// <inheritdoc/>
    public void Dispose() => files?.Dispose();

    private IFileInfo? Find(string path)
    {
        var isAllowed = Folders.Any(folder => path.StartsWith($"{folder}/", StringComparison.Ordinal)) || (!path.Contains('/', StringComparison.Ordinal) && path.EndsWith(".css", StringComparison.Ordinal));
        return isAllowed && files?.GetFileInfo(path) is { Exists: true, IsDirectory: false } found ? found : null;
    }

    private (string Path, string? Encoding) Choose(HttpRequest request, string path, string plain)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var (encoding, extension) in Compressed)
        {
            if (accepted.Any(one => one.Value == encoding && one.Quality is not 0) && files!.GetFileInfo(path + extension) is { Exists: true, PhysicalPath: { } compressed })
                return (compressed, encoding);
        }

        return (plain, null);
    }

    // Blazor puts ten letters and digits made from the content before a file's last extension.
    private static bool IsNamedByContent(string path) =>
        Path.GetFileName(path).Split('.') is [_, .., { Length: 10 } mark, _] && mark.All(one => char.IsAsciiDigit(one) || char.IsAsciiLetterLower(one));
}
