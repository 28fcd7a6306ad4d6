using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>Booking a visit and adding a patient, as the front desk does it: the program itself, a database, a browser.</summary>
public sealed class BookingTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("frontdesk-booking-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_double_click_books_once_and_leads_to_the_visit_and_its_process()
    {
        await RealPractice.ImportAsync(_data);
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        await using var look = await Looking.AtAsync(chromium, "/appointments", root: frontdesk.Root);
        await look.Page.GetByRole(AriaRole.Link, new() { Name = "Book a visit" }).First.ClickAsync();

        await look.Page.GetByLabel("Patient’s name or birth date").FillAsync("3/2/1984");
        await look.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^José Muñoz") }).ClickAsync();
        await look.Page.GetByLabel("Kind of visit").SelectOptionAsync("follow-up");
        await ShowDayAsync(look.Page, RealPractice.ComingMonday());
        Assert.Empty(await look.Page.ViolationsAsync());
        await look.Page.GetByRole(AriaRole.Radio, new() { Name = "2:15 PM", Exact = true }).CheckAsync(new() { Force = true });
        Assert.EndsWith("/appointments/book", look.Page.Url, StringComparison.Ordinal);
        await look.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Book for .* 2:15 PM$") }).DblClickAsync();

        await look.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Follow-up, .* 2:15 PM$") }).WaitForAsync();
        await look.Page.GetByRole(AriaRole.Cell, new() { NameRegex = new("Appointment reminders") }).WaitForAsync();
        var booked = await frontdesk.Client.GetFromJsonAsync<JsonElement>("/api/appointments", Stop);
        Assert.Equal(1, booked.GetProperty("total").GetInt32());
        Assert.EndsWith($"/appointments/{booked.GetProperty("items")[0].GetProperty("id").GetString()}", look.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_cannot_be_had_says_why()
    {
        await RealPractice.ImportAsync(_data);
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        var monday = RealPractice.ComingMonday();
        await RealPractice.BookAsync(frontdesk.Client, RealPractice.ComingMondayAtTen(), "order-1");
        var patients = await frontdesk.Client.GetFromJsonAsync<JsonElement>("/api/patients", Stop);
        await using var look = await Looking.AtAsync(chromium, $"/appointments/book?patient={patients.GetProperty("items")[0].GetProperty("id").GetString()}", 390, ColorScheme.Dark, frontdesk.Root);
        await look.Page.GetByLabel("Kind of visit").SelectOptionAsync("follow-up");
        await ShowDayAsync(look.Page, monday);

        await look.Page.GetByText("Taken: 10:00 AM to ").WaitForAsync();
        await TypeTimeAsync(look.Page, "10:00");
        await look.Page.GetByText("10:00 AM cannot be had. Hannah Weiss has another visit then.").WaitForAsync();
        Assert.Empty(await look.Page.ViolationsAsync());
        Assert.True(await look.Page.GetByRole(AriaRole.Button, new() { Name = "Choose another time" }).IsDisabledAsync());
        await TypeTimeAsync(look.Page, "22:00");
        await look.Page.GetByText("is closed for some of that time.").WaitForAsync();
        await ShowDayAsync(look.Page, monday.AddDays(6));
        await look.Page.GetByText("is closed on that day.").WaitForAsync();
    }

    [Fact]
    public async Task A_new_patient_is_added_with_the_keyboard_and_a_second_of_the_same_name_is_asked_about()
    {
        await RealPractice.ImportAsync(_data);
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        await using var look = await Looking.AtAsync(chromium, "/patients/add?then=book", root: frontdesk.Root);

        await FillAsync(look.Page, "Rosa", "Díaz", "1990-07-14");
        await look.Page.GetByLabel("Phone").FillAsync("(617) 555-0188");
        await look.Page.GetByRole(AriaRole.Radio, new() { Name = "Yes", Exact = true }).FocusAsync();
        await look.Page.Keyboard.PressAsync("Space");
        await look.Page.GetByLabel("Phone").EnterAsync();
        await look.Page.GetByRole(AriaRole.Heading, new() { Name = "Book a visit" }).WaitForAsync();
        await look.Page.GetByText("born 7/14/1990, (617) 555-0188").WaitForAsync();

        await using var again = await Looking.AtAsync(chromium, "/patients/add", 390, ColorScheme.Dark, frontdesk.Root);
        await FillAsync(again.Page, "ROSA", "Diaz", "1990-07-14");
        await again.Page.GetByLabel("Last name").EnterAsync();
        await again.Page.GetByRole(AriaRole.Link, new() { Name = "Open that record" }).WaitForAsync();
        Assert.Empty(await again.Page.ViolationsAsync());
        await again.Page.GetByRole(AriaRole.Button, new() { Name = "This is somebody else: add them" }).EnterAsync();
        await again.Page.GetByRole(AriaRole.Heading, new() { Name = "ROSA Diaz" }).WaitForAsync();

        Assert.Equal(3, (await frontdesk.Client.GetFromJsonAsync<JsonElement>("/api/patients", Stop)).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_cannot_be_used_of_a_new_patient_is_said_at_once_and_nothing_is_kept()
    {
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        await using var look = await Looking.AtAsync(chromium, "/patients/add", root: frontdesk.Root);

        await FillAsync(look.Page, "Rosa", "Diaz", "2990-07-14");
        await look.Page.GetByLabel("Phone").FillAsync("12");
        await look.Page.GetByRole(AriaRole.Button, new() { Name = "Add the patient" }).ClickAsync();

        await look.Page.GetByText("The birth date is in the future.").WaitForAsync();
        await look.Page.GetByText("This is not a phone number.").WaitForAsync();
        Assert.Equal(0, (await frontdesk.Client.GetFromJsonAsync<JsonElement>("/api/patients", Stop)).GetProperty("total").GetInt32());
    }

    private static async Task FillAsync(IPage page, string given, string family, string born)
    {
        await page.GetByLabel("First name").FillAsync(given);
        await page.GetByLabel("Last name").FillAsync(family);
        await page.GetByLabel("Date of birth").FillAsync(born);
    }

    private static async Task ShowDayAsync(IPage page, DateOnly day)
    {
        await page.GetByLabel("Day", new() { Exact = true }).FillAsync(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await page.GetByText($"on {day.ToString("ddd, MMM d, yyyy", System.Globalization.CultureInfo.GetCultureInfo("en-US"))}").First.WaitForAsync();
    }

    private static Task TypeTimeAsync(IPage page, string time) => page.GetByLabel("Time", new() { Exact = true }).FillAsync(time);
}
