using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Frontdesk.Browser;

/// <summary>What a practice of the program itself starts from: one patient, one practitioner, and the visits it is asked for.</summary>
internal static class RealPractice
{
    private const string People =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"1","name":[{"use":"official","family":"Muñoz","given":["José"]}],"gender":"male","birthDate":"1984-03-02","telecom":[{"system":"phone","value":"+16175550111","use":"mobile"}]}},
         {"fullUrl":"urn:uuid:2","resource":{"resourceType":"Practitioner","id":"2","name":[{"family":"Weiss","given":["Hannah"]}]}}]}
        """;

    private static readonly Lazy<Task<DirectoryInfo>> Imported = new(ImportOnceAsync);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A Monday that is at least a week ahead.</summary>
    public static DateOnly ComingMonday()
    {
        var today = TimeProvider.System.GetUtcNow().Date;
        return DateOnly.FromDateTime(today.AddDays(7 + ((8 - (int)today.DayOfWeek) % 7)));
    }

    /// <summary>Ten o'clock of that day in New York.</summary>
    public static string ComingMondayAtTen()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var local = ComingMonday().ToDateTime(new TimeOnly(10, 0));
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Books a visit of the first patient over the API.</summary>
    public static async Task<string> BookAsync(HttpClient client, string start, string key)
    {
        var choices = await client.GetFromJsonAsync<JsonElement>("/api/practice", Stop);
        var patients = await client.GetFromJsonAsync<JsonElement>("/api/patients", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/appointments")
        {
            Content = JsonContent.Create(new
            {
                patientId = patients.GetProperty("items")[0].GetProperty("id").GetString(),
                practitionerId = choices.GetProperty("practitioners")[0].GetProperty("id").GetString(),
                locationId = choices.GetProperty("locations")[0].GetProperty("id").GetString(),
                visitTypeId = choices.GetProperty("visitTypes")[0].GetProperty("id").GetString(),
                start,
            }),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Puts the imported people into a data folder. The import runs once: every test starts from a copy of what it left.</summary>
    public static async Task ImportAsync(DirectoryInfo data)
    {
        var imported = await Imported.Value;
        foreach (var file in imported.EnumerateFiles())
            file.CopyTo(Path.Combine(data.FullName, file.Name));
    }

    private static async Task<DirectoryInfo> ImportOnceAsync()
    {
        var data = Directory.CreateTempSubdirectory("frontdesk-imported-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => data.Delete(recursive: true);
        var folder = data.CreateSubdirectory("bundles");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "people.json"), People, Stop);
        var (exitCode, output, error) = await RealFrontdesk.RunAsync(data.FullName, ["import", folder.FullName]);
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("1 imported, 0 unchanged, 0 refused", output, StringComparison.Ordinal);
        return data;
    }
}
