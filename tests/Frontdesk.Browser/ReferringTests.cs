using System.Net.Http.Json;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>Referring a patient and keeping the directory, as a provider's desk does it.</summary>
public sealed class ReferringTests(Chromium chromium) : RealAppTests, IClassFixture<Chromium>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_specialist_is_added_and_a_patient_is_referred_to_them_with_the_keyboard()
    {
        await using var look = await Looking.AtAsync(chromium, "/referrals/new", root: Root);
        var page = look.Page;
        await page.GetByRole(AriaRole.Heading, new() { Name = "There is nobody to refer to yet" }).WaitForAsync();
        await look.AssertGoodAsync("referrals-new-empty");

        await page.GetByRole(AriaRole.Link, new() { Name = "Add a specialist" }).EnterAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "The directory is empty" }).WaitForAsync();
        await look.AssertGoodAsync("specialists-empty");
        await page.GetByLabel("Short name").FillAsync("ruiz");
        await page.GetByLabel("Name of the person or office").FillAsync("Dr. Ana Ruiz");
        await page.GetByLabel("Specialty", new() { Exact = true }).FillAsync("Cardiology");
        await page.GetByLabel("E-mail").FillAsync("desk@cardio.example");
        await page.GetByLabel("NPI").FillAsync("1234567890");
        await page.GetByLabel("NPI").EnterAsync();
        await page.GetByText("This is not an NPI.").WaitForAsync();
        await page.GetByLabel("NPI").FillAsync("1234567893");
        await page.GetByLabel("NPI").EnterAsync();
        await page.GetByText("Dr. Ana Ruiz is in the directory.").WaitForAsync();
        await page.GetByText("Messages go by e-mail to desk@cardio.example.").WaitForAsync();
        await KeepAsync("lung", new { name = "Bay Lung Center", specialty = "Pulmonology", leftNetworkOn = "2026-01-01" });

        await look.GoAsync("/patients/p1");
        await page.GetByRole(AriaRole.Link, new() { Name = "Refer a patient" }).EnterAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Refer a patient" }).WaitForAsync();
        await page.GetByText("born 3/2/1984").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Choose a specialist" }).WaitForAsync();
        var options = await page.GetByRole(AriaRole.Combobox, new() { Name = "Specialist", Exact = true }).Locator("option").AllTextContentsAsync();
        Assert.Equal(["Choose …", "Dr. Ana Ruiz, Cardiology", "Bay Lung Center, Pulmonology (left the network on 1/1/2026)"], options);
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Specialist", Exact = true }).SelectOptionAsync("ruiz");
        await page.GetByLabel("Reason").FillAsync("Palpitations");
        await page.GetByLabel("Question to the specialist").FillAsync("Is an arrhythmia likely?");
        await page.GetByLabel("No results are relevant").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await look.AssertGoodAsync("referrals-new");

        // The only provider orders and signs, until somebody says otherwise.
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign the referral" }).EnterAsync();
        await page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Referral R-") }).WaitForAsync();
        await page.GetByText("The packet has to leave by").WaitForAsync();
        await look.AssertGoodAsync("referral");

        await page.GetByLabel("Why it is taken back").FillAsync("Ordered twice");
        await page.GetByLabel("Who takes it back").SelectOptionAsync("sam");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the referral back" }).EnterAsync();
        await page.GetByText("The referral is taken back.").WaitForAsync();
        await page.GetByLabel("Who takes it up again").SelectOptionAsync("hannah");
        await look.AssertGoodAsync("referral-over");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the referral up again" }).EnterAsync();
        await page.GetByText("The referral is taken up again.").WaitForAsync();

        await using var list = await Looking.AtAsync(chromium, "/referrals", root: Root);
        await list.Page.GetByRole(AriaRole.Cell, new() { Name = "José Muñoz" }).WaitForAsync();
        Assert.Equal("open", await list.Page.GetByLabel("Show").InputValueAsync());
        await list.AssertGoodAsync("referrals");
        Assert.Empty(look.Complaints);
        Assert.Empty(list.Complaints);
        Assert.Empty(look.ForeignRequests);
    }

    [Fact]
    public async Task An_entry_is_found_and_corrected_and_a_short_name_is_given_once()
    {
        await KeepAsync("ruiz", new { name = "Dr. Ana Ruiz", specialty = "Cardiology", phone = "+16175550160" });
        await KeepAsync("lung", new { name = "Bay Lung Center", specialty = "Pulmonology", fax = "+16175550161" });
        await using var look = await Looking.AtAsync(chromium, "/specialists", 320, ColorScheme.Dark, Root);
        var page = look.Page;

        await page.GetByRole(AriaRole.Searchbox).FillAsync("nobody");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Nothing matches" }).WaitForAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("pulmo");
        await page.GetByText("1 specialist found").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Correct … Bay Lung Center" }).EnterAsync();
        var entry = page.GetByRole(AriaRole.Form, new() { Name = "Correct the entry of Bay Lung Center" });
        await entry.GetByLabel("Fax").FillAsync("12");
        await entry.GetByRole(AriaRole.Button, new() { Name = "Keep the entry" }).EnterAsync();
        await entry.GetByText("This is not a fax number that can be dialled.").WaitForAsync();
        await entry.GetByLabel("Fax").FillAsync("(617) 555-0199");
        await entry.GetByLabel("First day outside the network").FillAsync("2026-01-01");
        await look.AssertGoodAsync("specialists-correct");
        await entry.GetByRole(AriaRole.Button, new() { Name = "Keep the entry" }).EnterAsync();
        await page.GetByText("Left the network on 1/1/2026").WaitForAsync();
        await page.GetByText("Messages go by fax to (617) 555-0199.").WaitForAsync();

        var add = page.GetByRole(AriaRole.Form, new() { Name = "Add a specialist" });
        await add.GetByLabel("Short name").FillAsync("Ruiz");
        await add.GetByLabel("Name of the person or office").FillAsync("Dr. Eva Ruiz");
        await add.GetByLabel("Specialty").FillAsync("Dermatology");
        await add.GetByRole(AriaRole.Button, new() { Name = "Add to the directory" }).EnterAsync();
        await add.GetByText("The short name Ruiz is in the directory already.").WaitForAsync();
        await look.AssertGoodAsync("specialists");
        Assert.Empty(look.Complaints);
    }

    private async Task KeepAsync(string id, object entry)
    {
        using var client = new HttpClient { BaseAddress = new Uri(Root) };
        using var kept = await client.PostAsJsonAsync($"/api/specialists/{id}", entry, Stop);
        Assert.True(kept.IsSuccessStatusCode, await kept.Content.ReadAsStringAsync(Stop));
    }
}
