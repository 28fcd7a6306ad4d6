using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Pump;
using Frontdesk.Interop.Pdf;
using Frontdesk.Storage;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.PublicPages;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Web.Referrals;

/// <summary>What the page for a specialist's desk shows: nothing about the patient, who stands in the packet.</summary>
/// <param name="Number">The referral's number.</param>
/// <param name="Practice">Who refers.</param>
/// <param name="Phone">The number to call.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="IsEConsult">An answer without a visit is asked for.</param>
public sealed record SpecialistView(string Number, string Practice, string Phone, string Urgency, bool IsEConsult);

/// <summary>The page on which a specialist's desk without an account says how a referral stands or hands in the report. One answer uses the link up.</summary>
internal sealed class SpecialistPage(WorkflowEngine engine, PracticeDatabase database, PracticeSettings settings, LinkAddresses addresses) : IPublicPage
{
    private const int LinkDays = 30;

    public LinkPurpose Purpose => LinkPurpose.SpecialistAnswer;

    public async Task<IResult> ShowAsync(OpenLink link, CancellationToken stop) => await FormAsync(link, null, stop);

    public async Task<IResult> AnswerAsync(OpenLink link, IFormCollection form, CancellationToken stop)
    {
        SpecialistAnswer answer;
        try
        {
            answer = await ReadAsync(form, stop);
        }
        catch (DomainRuleException wrong)
        {
            return await FormAsync(link, wrong.Message, stop);
        }

        try
        {
            // The key is the link: the same form sent twice counts once.
            var next = await engine.ExecuteAsync((burst, services, cancel) => TakeAsync(burst, services, link, answer, cancel), $"link:{link.Link.Id}", stop);
            return await ThanksAsync(link, next, stop);
        }
        catch (DomainRuleException refused) when (refused.Rule == "link")
        {
            return PublicPageRoutes.Close(LinkRefusal.Used);
        }
        catch (DomainRuleException refused)
        {
            return await FormAsync(link, refused.Message, stop);
        }
    }

    private async ValueTask<string?> TakeAsync(BurstTransaction burst, IServiceProvider services, OpenLink link, SpecialistAnswer answer, CancellationToken stop)
    {
        // The connection marks the point to which a refusal takes the burst back.
        _ = burst.Connection;
        var records = services.GetRequiredService<IPracticeRecords>();
        var now = Instant.FromDateTimeOffset(burst.Now);
        var opening = await new LinkDesk(records, addresses).OpenAsync(link.Token, Purpose, now, stop);
        if (opening.Refusal != LinkRefusal.None)
            throw new DomainRuleException("link", $"Link {link.Link.Id} does not open: {opening.Refusal}.");

        var referral = await new SpecialistDesk(records, new ReportReader()).AnswerAsync(opening.Link!, answer, new DocumentId(burst.NewId()), now, stop);
        if (referral.IsOver || answer.Word is SpecialistWord.Decline or SpecialistWord.NotOurs)
            return null;

        var next = await SpecialistDesk.NewLinkAsync(records, referral, new LinkId(burst.NewId()), LinkDays, now, stop);
        return next.Id.Value;
    }

    private static async Task<SpecialistAnswer> ReadAsync(IFormCollection form, CancellationToken stop)
    {
        if (!Enum.TryParse<SpecialistWord>(form["word"].ToString(), out var word) || !Enum.IsDefined(word))
            throw new DomainRuleException("answer-word", "Choose what you want to tell us.");

        LocalDateTime? when = null;
        if (form["when"].ToString() is { Length: > 0 } text)
        {
            when = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text) is { Success: true } parsed
                ? parsed.Value
                : throw new DomainRuleException("visit-date", "Give the day and time of the visit.");
        }

        UploadedFile? file = null;
        if (form.Files.GetFile("file") is { Length: > 0 } upload)
        {
            if (upload.Length > SpecialistDesk.LargestFile)
                throw new DomainRuleException("report-size", $"Choose a file of at most {SpecialistDesk.LargestFile / 1_000_000} MB.");

            using var content = new MemoryStream();
            await upload.CopyToAsync(content, stop);
            file = new UploadedFile(content.ToArray());
        }

        return new SpecialistAnswer(word, form["text"].ToString().Trim(), when, file);
    }

    private async Task<IResult> FormAsync(OpenLink link, string? problem, CancellationToken stop)
    {
        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), stop);
        var view = await ViewAsync(new PracticeRecords(context), link, stop);
        return view is null
            ? PublicPageRoutes.Close(LinkRefusal.Revoked)
            : PublicPageRoutes.Page<SpecialistForm>(new { View = view, link.Token, Problem = problem }, problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private async Task<IResult> ThanksAsync(OpenLink link, string? nextId, CancellationToken stop)
    {
        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), stop);
        var records = new PracticeRecords(context);
        var next = nextId is null ? null : await records.FindLinkAsync(new LinkId(nextId), stop);
        var view = await ViewAsync(records, link, stop);
        return PublicPageRoutes.Page<SpecialistThanks>(new { View = view!, Next = next is null ? null : addresses.Of(next) });
    }

    private static async Task<SpecialistView?> ViewAsync(PracticeRecords records, OpenLink link, CancellationToken stop)
    {
        if (await records.FindReferralAsync(new ReferralId(link.Link.Subject["referral/".Length..]), stop) is not { } referral)
            return null;

        var practice = await records.FindPracticeAsync(stop);
        var location = (await records.FindLocationAsync(referral.Location, stop)) ?? (await records.FindLocationsAsync(stop)).Main();
        return new SpecialistView(referral.Number, practice?.Name ?? string.Empty, location?.CallBackPhone.ToNational() ?? string.Empty, ReferralCodes.PriorityOf(referral.Urgency), referral.IsEConsult);
    }
}
