using Frontdesk.Domain.Referrals;
using Frontdesk.Web.Api;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Referrals;

/// <summary>Referrals to look for; in a body, so that no name is part of a URL.</summary>
/// <param name="Search">Words of patient, specialist, specialty or number.</param>
/// <param name="State">The status.</param>
/// <param name="OpenOnly">Leaves out what is over.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Size">Rows on a page.</param>
public sealed record ReferralSearch(string? Search = null, ReferralStatus? State = null, bool OpenOnly = false, int? Page = null, int? Size = null);

/// <summary>Referrals and the directory of specialists over the API.</summary>
internal static class ReferralRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var referrals = api.MapGroup("/referrals").WithTags("Referrals");
        referrals.MapPost("/search", ([FromServices] ReferralReading reading, ReferralSearch request, CancellationToken stop) =>
                Lists.ReadAsync(request.Search, request.Page, request.Size, list => reading.FindAsync(list, request.State, request.OpenOnly, stop)))
            .WithName("SearchReferrals").WithSummary("Referrals whose patient, specialist or number has these words, the most urgent first").Produces<Page<ReferralRow>>();
        referrals.MapGet("/{id}", async ([FromServices] ReferralReading reading, string id, CancellationToken stop) => Lists.OneOrNotFound(await reading.GetAsync(id, stop), id))
            .WithName("GetReferral").WithSummary("A referral with history, documents, open questions and codes").Produces<ReferralView>().ProducesProblem(StatusCodes.Status404NotFound);
        referrals.MapPost("/", ([FromServices] ReferralCommands commands, SignReferral command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.SignAsync(command, k, stop), view => Results.Created($"/api/referrals/{Uri.EscapeDataString(view.Referral.Id)}", view)))
            .WithName("SignReferral").WithSummary("Sign a referral").Produces<ReferralView>(StatusCodes.Status201Created).IsCommand();
        referrals.MapPost("/{id}/answer", ([FromServices] ReferralCommands commands, string id, AnswerReferral command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.AnswerAsync(id, command, k, stop)))
            .WithName("AnswerReferral").WithSummary("Answer an open question about a referral").Produces<ReferralView>().IsCommand();
        referrals.MapPost("/{id}/revoke", ([FromServices] ReferralCommands commands, string id, ChangeReferral command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.RevokeAsync(id, command, k, stop)))
            .WithName("RevokeReferral").WithSummary("Take a referral back").Produces<ReferralView>().IsCommand();
        referrals.MapPost("/{id}/reopen", ([FromServices] ReferralCommands commands, string id, ChangeReferral command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.ReopenAsync(id, command, k, stop)))
            .WithName("ReopenReferral").WithSummary("Take a referral up again that was over").Produces<ReferralView>().IsCommand();
        referrals.MapPost("/{id}/reports", ([FromServices] ReferralCommands commands, string id, ReceiveReferralReport command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.ReceiveAsync(id, command, k, stop)))
            .WithName("ReceiveReferralReport").WithSummary("Hand in a report that came on paper or by fax; a person matches it").Produces<ReferralView>().IsCommand();

        var specialists = api.MapGroup("/specialists").WithTags("Referrals");
        specialists.MapGet("/", async ([FromServices] ReferralReading reading, CancellationToken stop) => Results.Ok(await reading.FindSpecialistsAsync(stop)))
            .WithName("ListSpecialists").WithSummary("The directory of specialists").Produces<IReadOnlyList<SpecialistRow>>();
        specialists.MapPost("/{id}", ([FromServices] ReferralCommands commands, string id, KeepSpecialist command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.KeepSpecialistAsync(id, command, k, stop)))
            .WithName("KeepSpecialist").WithSummary("Add a specialist to the directory or change the entry").Produces<SpecialistRow>().IsCommand();
    }
}
