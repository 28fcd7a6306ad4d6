using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Frontdesk.Browser;

/// <summary>The program is ended with kill -9 while referrals are signed and stock is used; what it acknowledged is there once, and both processes go on.</summary>
public sealed class PowerCutTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("frontdesk-power-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Referrals_and_supplies_survive_a_power_cut_with_nothing_lost_and_nothing_done_twice()
    {
        await RealPractice.ImportAsync(_data);
        string patient, practitioner;
        List<Task<bool>> signed, used;
        await using (var before = await RealFrontdesk.ServeAsync(_data.FullName))
        {
            (patient, practitioner) = await SetUpAsync(before.Client);
            Assert.True(await SignAsync(before.Client, patient, practitioner, 0));
            Assert.True(await UseAsync(before.Client, 0));

            // The cut comes when something of each kind is acknowledged and more is under way.
            signed = [.. Enumerable.Range(1, 12).Select(i => SignAsync(before.Client, patient, practitioner, i))];
            used = [.. Enumerable.Range(1, 30).Select(i => UseAsync(before.Client, i))];
            await Task.WhenAny(used);
            await before.KillAsync();
            await Task.WhenAll([.. signed, .. used]);
        }

        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        var referrals = await CountAsync(frontdesk.Client, "/api/referrals/search");
        var stock = await PositionAsync(frontdesk.Client);
        Assert.InRange(referrals, 1 + signed.Count(one => one.Result), 13);
        Assert.InRange(stock, 970 - 1, 1000 - 1 - used.Count(one => one.Result));

        // Callers who had no answer ask again under the same keys; those who had one do too.
        for (var i = 0; i <= 12; i++)
            Assert.True(await SignAsync(frontdesk.Client, patient, practitioner, i));
        for (var i = 0; i <= 30; i++)
            Assert.True(await UseAsync(frontdesk.Client, i));
        Assert.Equal(13, await CountAsync(frontdesk.Client, "/api/referrals/search"));
        Assert.Equal(1000 - 31, await PositionAsync(frontdesk.Client));
        Assert.Equal(0, (await frontdesk.Client.GetFromJsonAsync<JsonElement>("/api/incidents", Stop)).GetProperty("total").GetInt32());
        Assert.Equal(13, (await frontdesk.Client.GetFromJsonAsync<JsonElement>("/api/instances?definitionId=referral-tracking", Stop)).GetProperty("total").GetInt32());

        // The supply process sees the use: a count that leaves little is proposed for purchase and its own process starts.
        await DoAsync(frontdesk.Client, HttpMethod.Post, "/api/stock/gloves/count", "low", new { stockroomId = "main", counted = 5, unit = "each", by = "max" });
        await DoAsync(frontdesk.Client, HttpMethod.Post, "/api/stock/gloves/issue", "last", new { stockroomId = "main", quantity = 1, unit = "each", by = "max" });
        await WaitForAsync(async () => await CountAsync(frontdesk.Client, "/api/purchases/search") == 1);
        await WaitForAsync(async () => (await frontdesk.Client.GetFromJsonAsync<JsonElement>("/api/instances?definitionId=purchase-order", Stop)).GetProperty("total").GetInt32() == 1);
    }

    private static async Task<(string Patient, string Practitioner)> SetUpAsync(HttpClient client)
    {
        var practitioner = (await client.GetFromJsonAsync<JsonElement>("/api/practice", Stop)).GetProperty("practitioners")[0].GetProperty("id").GetString()!;
        var patient = (await client.GetFromJsonAsync<JsonElement>("/api/patients", Stop)).GetProperty("items")[0].GetProperty("id").GetString()!;
        await DoAsync(client, HttpMethod.Post, "/api/staff/hw", "hw", new { givenName = "Hannah", familyName = "Weiss", roles = new[] { "provider", "medical-director" } });
        await DoAsync(client, HttpMethod.Post, "/api/staff/max", "max", new { givenName = "Max", familyName = "Stone", roles = new[] { "office-manager" } });
        for (var i = 0; i <= 12; i++)
            await DoAsync(client, HttpMethod.Post, $"/api/specialists/desk-{i}", $"specialist-{i}", new { name = $"Dr. Number {i}", specialty = $"specialty {i}", email = $"desk{i}@specialist.example" });
        await DoAsync(client, HttpMethod.Put, "/api/catalogue/stockrooms/main", "room", new { name = "Main room", demandShare = 1, by = "max", receives = true });
        await DoAsync(client, HttpMethod.Put, "/api/catalogue/suppliers/acme", "supplier", new { name = "Acme", orderEmail = "orders@acme.example", by = "max" });
        await DoAsync(client, HttpMethod.Put, "/api/catalogue/items/gloves", "item", new { name = "Gloves", baseUnit = "each", countClass = "b", expectedPerDay = 10, by = "max", units = new[] { new { unit = "box", holds = 100 } } });
        await DoAsync(client, HttpMethod.Put, "/api/catalogue/items/gloves/contracts/acme", "contract", new { sku = "AC-1", orderUnit = "box", price = 8.2, leadTimeDays = 3, by = "max" });
        await DoAsync(client, HttpMethod.Post, "/api/stock/gloves/count", "opening", new { stockroomId = "main", counted = 1000, unit = "each", by = "max" });
        return (patient, practitioner);
    }

    private static Task<bool> SignAsync(HttpClient client, string patient, string practitioner, int number) => TryAsync(
        client,
        HttpMethod.Post,
        "/api/referrals",
        $"sign-{number}",
        new { patientId = patient, practitionerId = practitioner, specialistId = $"desk-{number}", reason = "Pain", question = "What do you advise?", by = "hw", note = "Seen today.", withoutResults = true, isSelfPay = true });

    private static Task<bool> UseAsync(HttpClient client, int number) =>
        TryAsync(client, HttpMethod.Post, "/api/stock/gloves/issue", $"use-{number}", new { stockroomId = "main", quantity = 1, unit = "each", by = "max" });

    private static async Task DoAsync(HttpClient client, HttpMethod method, string path, string key, object body)
    {
        using var answer = await SendAsync(client, method, path, key, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
    }

    // True when the program acknowledged it; false when the cut came first.
    private static async Task<bool> TryAsync(HttpClient client, HttpMethod method, string path, string key, object body)
    {
        try
        {
            using var answer = await SendAsync(client, method, path, key, body);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string key, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", $"power-cut-{key}");
        return await client.SendAsync(request, Stop);
    }

    private static async Task<int> CountAsync(HttpClient client, string search)
    {
        using var answer = await client.PostAsJsonAsync(search, new { }, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("total").GetInt32();
    }

    private static async Task<long> PositionAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/stock/gloves", Stop)).GetProperty("stock").GetProperty("position").GetInt64();

    private static async Task WaitForAsync(Func<Task<bool>> isSo)
    {
        var until = TimeProvider.System.GetUtcNow().AddSeconds(60);
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, "It did not come to pass within a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Stop);
        }
    }
}
