using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Frontdesk.Web.CommandLine;

namespace Frontdesk.Browser;

/// <summary>The JSON API as a program sees it.</summary>
public sealed class ApiTests
{
    [Theory]
    [InlineData("{\"patientId\":\"p1\",\"practitionerId\":\"d1\",\"locationId\":\"l1\",\"visitTypeId\":\"v1\",\"start\":\"2026-03-02T09:30:00\"}", "start")]
    [InlineData("{\"patientId\":\"p1\",\"practitionerId\":\"d1\",\"locationId\":\"l1\",\"visitTypeId\":\"v1\",\"start\":\"2026-03-02T09:30:00Z\",\"colour\":1}", "colour")]
    [InlineData("{\"patientId\":\"p1\",\"practitionerId\":\"d1\",\"locationId\":\"l1\",\"visitTypeId\":\"v1\",\"start\":\"2026-03-02T09:30:00Z\",\"durationMinutes\":\"30\"}", "durationMinutes")]
    [InlineData("{\"patientId\":null,\"practitionerId\":\"d1\",\"locationId\":\"l1\",\"visitTypeId\":\"v1\",\"start\":\"2026-03-02T09:30:00Z\"}", "patientId")]
    public async Task A_bad_field_is_named_with_a_remedy(string body, string field)
    {
        await using var app = await Given.AppAsync(new PracticeOnPaper());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var answer = await client.PostAsync(new Uri("/api/appointments", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.NotEmpty(problem.GetProperty("errors")[0].GetProperty("remedy").GetString()!);
        Assert.DoesNotContain("Frontdesk.", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/patients?page=0", HttpStatusCode.BadRequest, "page")]
    [InlineData("/api/patients?size=many", HttpStatusCode.BadRequest, "size")]
    [InlineData("/api/tasks?includeDone=perhaps", HttpStatusCode.BadRequest, "includeDone")]
    [InlineData("/api/instances?state=asleep", HttpStatusCode.BadRequest, "state")]
    [InlineData("/api/appointments?from=2026-03-02", HttpStatusCode.BadRequest, "from")]
    [InlineData("/api/appointments?state=late", HttpStatusCode.BadRequest, "state")]
    [InlineData("/api/appointments/a1/slots?day=tomorrow", HttpStatusCode.BadRequest, "day")]
    [InlineData("/api/slots?practitionerId=d1&locationId=l1&visitTypeId=v1&day=tomorrow", HttpStatusCode.BadRequest, "day")]
    [InlineData("/api/slots?practitionerId=d1&locationId=l1&visitTypeId=v1&day=2026-03-03&time=late", HttpStatusCode.BadRequest, "time")]
    [InlineData("/api/appointments/none", HttpStatusCode.NotFound, "id")]
    public async Task A_bad_query_is_named(string path, HttpStatusCode status, string field)
    {
        await using var app = await Given.AppAsync(new PracticeOnPaper());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("/api/patients")]
    [InlineData("/api/patients/p1")]
    [InlineData("/api/appointments?from=2026-03-02T00:00:00Z")]
    [InlineData("/api/appointments/a1")]
    [InlineData("/api/instances?state=waiting")]
    [InlineData("/api/instances/i1")]
    [InlineData("/api/definitions")]
    [InlineData("/api/definitions/appointment-reminders")]
    [InlineData("/api/definitions/appointment-reminders/json")]
    [InlineData("/api/outbox?channel=sms&state=delivered")]
    [InlineData("/api/incidents")]
    [InlineData("/api/practice")]
    [InlineData("/api/tasks")]
    [InlineData("/api/tasks/t1")]
    [InlineData("/api/appointments/a1/slots?day=2026-03-03")]
    [InlineData("/api/slots?practitionerId=d1&locationId=l1&visitTypeId=v1&day=2026-03-03&time=09:30")]
    [InlineData("/api/appointments?state=noshow")]
    public async Task Everything_can_be_read(string path)
    {
        await using var app = await Given.AppAsync(new PracticeOnPaper());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("appointment-reminders", HttpStatusCode.OK, "image/svg+xml")]
    [InlineData("none", HttpStatusCode.NotFound, "application/problem+json")]
    public async Task A_definition_has_a_picture(string definition, HttpStatusCode status, string type)
    {
        await using var app = await Given.AppAsync(new PracticeOnPaper());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var answer = await client.GetAsync(new Uri($"/api/definitions/{definition}/drawing", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((status, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_command_carries_its_idempotency_key_and_a_stale_version_is_a_conflict()
    {
        var practice = new PracticeOnPaper();
        var commands = new CommandsOnPaper(practice);
        await using var app = await Given.AppAsync(practice, commands: commands);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Add("Idempotency-Key", "order-66");

        using var confirmed = await client.PostAsJsonAsync("/api/appointments/a1/confirm", new { version = 1 }, TestContext.Current.CancellationToken);
        using var stale = await client.PostAsJsonAsync("/api/appointments/a1/confirm", new { version = 9 }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.All(commands.Keys, key => Assert.Equal("order-66", key));
    }

    [Fact]
    public async Task A_patient_who_is_on_record_already_is_a_conflict_that_names_the_record()
    {
        await using var app = await Given.AppAsync(new PracticeOnPaper());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var known = await client.PostAsJsonAsync("/api/patients", new { familyName = "Okafor", givenName = "James", bornOn = "1951-02-02" }, TestContext.Current.CancellationToken);
        using var another = await client.PostAsJsonAsync("/api/patients", new { familyName = "Okafor", givenName = "James", bornOn = "1951-02-02", sex = "male", preferredChannel = "email", isAnother = true }, TestContext.Current.CancellationToken);
        var error = (await known.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("errors")[0];

        Assert.Equal((HttpStatusCode.Conflict, "isAnother", "p1"), (known.StatusCode, error.GetProperty("field").GetString(), error.GetProperty("value").GetString()));
        Assert.Equal((HttpStatusCode.Created, "/api/patients/p1"), (another.StatusCode, another.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_give_commands_and_another_name_is_refused()
    {
        await using var app = await Given.AppAsync(new PracticeOnPaper());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/patients/search") { Content = JsonContent.Create(new { search = "a" }) };
        foreign.Headers.Add("Origin", "https://elsewhere.example");
        using var fromElsewhere = await client.SendAsync(foreign, TestContext.Current.CancellationToken);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/patients");
        rebound.Headers.Host = "elsewhere.example";
        using var underAnotherName = await client.SendAsync(rebound, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, fromElsewhere.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, underAnotherName.StatusCode);
    }

    [Fact]
    public async Task The_document_lists_every_route_and_health_answers_once_the_practice_is_open()
    {
        var opening = new TaskCompletionSource();
        await using var app = await Given.AppAsync(new PracticeOnPaper(), new OpensLater(opening.Task));
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var before = await client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
        opening.SetResult();
        var document = await client.GetFromJsonAsync<JsonElement>("/api/openapi.json", TestContext.Current.CancellationToken);
        using var after = await client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, before.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal(97, document.GetProperty("paths").EnumerateObject().Count());
    }

    private sealed class OpensLater(Task opening) : PracticeJobs
    {
        public override Task OpenAsync(CancellationToken cancellationToken) => opening;

        public override Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task<int> SimulateAsync(SimulationRequest request, TextWriter output, CancellationToken cancellationToken) => Task.FromResult(0);

        public override Task<int> ImportAsync(string directory, TextWriter output, CancellationToken cancellationToken) => Task.FromResult(0);

        public override Task<int> ValidateAsync(string path, TextWriter output, CancellationToken cancellationToken) => Task.FromResult(0);

        public override Task<int> ResetDemoAsync(TextWriter output, CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
