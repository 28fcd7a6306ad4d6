using Frontdesk.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Documents;

/// <summary>Documents over the API and for the pages.</summary>
internal static class DocumentRoutes
{
    // A document that came from outside must not run in our pages' name.
    private const string Sandbox = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    /// <summary>The address of a document's content.</summary>
    public static string AddressOf(string documentId) => $"/api/documents/{Uri.EscapeDataString(documentId)}/content";

    public static void Map(RouteGroupBuilder api) =>
        api.MapGroup("/documents").WithTags("Documents")
            .MapGet("/{id}/content", ContentAsync)
            .WithName("GetDocumentContent").WithSummary("A document as it was made or received")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> ContentAsync([FromServices] DocumentReading documents, HttpContext context, string id, CancellationToken stop)
    {
        if (await documents.FindAsync(id, stop) is not { } document)
            return ApiProblems.NotFound("document", id);

        context.Response.Headers.ContentSecurityPolicy = Sandbox;
        var isShown = document.MediaType is "application/pdf" or "text/plain" or "image/png" or "image/jpeg";
        context.Response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue(isShown ? "inline" : "attachment") { FileNameStar = document.FileName }.ToString();
        return Results.Bytes(document.Content, document.MediaType);
    }
}
