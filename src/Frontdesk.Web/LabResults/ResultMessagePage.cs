using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.PublicPages;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Web.LabResults;

/// <summary>The secure page of a result: date of birth first, then the approved words and the released values.</summary>
internal sealed class ResultMessagePage(PracticeDatabase database, PracticeSettings settings, LinkAddresses addresses, WorkflowEngine engine, TimeProvider clock) : IPublicPage
{
    public LinkPurpose Purpose => LinkPurpose.PatientMessage;

    public async Task<IResult> ShowAsync(OpenLink link, CancellationToken stop)
    {
        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), stop);
        return Page(await new ResultPage(new PracticeRecords(context), addresses).OpenAsync(link.Token, Instant.FromDateTimeOffset(clock.GetUtcNow()), stop), link.Token);
    }

    public async Task<IResult> AnswerAsync(OpenLink link, IFormCollection form, CancellationToken stop)
    {
        var born = Born(form);
        var view = await engine.ExecuteAsync(
            async (burst, services, cancel) => await new ResultPage(services.GetRequiredService<IPracticeRecords>(), addresses).AnswerAsync(link.Token, born, burst.NewId(), Instant.FromDateTimeOffset(burst.Now), cancel),
            cancellationToken: stop);
        return Page(view!, link.Token);
    }

    private static IResult Page(ResultPageView view, string token) => view.State == ResultPageState.Refused
        ? PublicPageRoutes.Close(view.Refusal)
        : PublicPageRoutes.Page<ResultMessage>(new { View = view, Token = token }, view.State == ResultPageState.WrongAnswer ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    // Three fields, because a calendar is a poor way to a birthday and its format differs from phone to phone.
    private static LocalDate? Born(IFormCollection form)
    {
        int? Number(string name) => int.TryParse(form[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return Number("year") is { } year && Number("month") is { } month && Number("day") is { } day
            && LocalDatePattern.Iso.Parse(string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}")) is { Success: true } date
            ? date.Value
            : null;
    }
}
