using CsCheck;
using Frontdesk.Domain.Links;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

/// <summary>Links for people without an account.</summary>
public sealed class LinkTests
{
    private static readonly Instant Now = Given.At(3, 2, 10);
    private static readonly LinkAddresses Addresses = new(new byte[32], new Uri("https://practice.example"));

    [Fact]
    public void A_link_opens_until_it_expires()
    {
        var link = Link();
        Assert.Equal(LinkRefusal.None, link.RefusalAt(link.ExpiresAt - Duration.FromMilliseconds(1)));
        Assert.Equal(LinkRefusal.Expired, link.RefusalAt(link.ExpiresAt));
    }

    [Fact]
    public void A_link_is_used_once()
    {
        var link = Link();
        link.Use(Now);
        Assert.Equal(LinkRefusal.Used, link.RefusalAt(Now));
        Assert.Throws<DomainRuleException>(() => link.Use(Now));
    }

    [Fact]
    public void Too_many_wrong_answers_lock_a_link_for_good()
    {
        var link = Link(attempts: 2);
        Assert.False(link.Miss());
        Assert.Equal(LinkRefusal.None, link.RefusalAt(Now));
        Assert.True(link.Miss());
        Assert.Equal(LinkRefusal.Locked, link.RefusalAt(Now));
        Assert.Throws<DomainRuleException>(() => link.Read(Now));
    }

    [Fact]
    public void A_message_may_be_read_again_until_it_expires()
    {
        var link = Link(attempts: 5);
        link.Read(Now);
        link.Read(Now + Duration.FromDays(1));
        Assert.Equal(Now, link.ReadAt);
        Assert.Equal(LinkRefusal.None, link.RefusalAt(Now + Duration.FromDays(1)));
    }

    [Fact]
    public void A_link_that_was_taken_back_does_not_open()
    {
        var link = Link();
        link.Revoke(Now);
        Assert.Equal(LinkRefusal.Revoked, link.RefusalAt(Now));
    }

    [Fact]
    public void An_address_names_the_link_and_nothing_about_the_patient()
    {
        var address = Addresses.Of(Link()).ToString();
        Assert.StartsWith("https://practice.example/p/link-1~", address, StringComparison.Ordinal);
        Assert.DoesNotContain("rosa", address, StringComparison.Ordinal);
    }

    [Fact]
    public void Changing_any_letter_of_a_token_makes_it_a_forgery()
    {
        var link = Link();
        var token = Addresses.TokenOf(link);
        Assert.True(Addresses.IsGenuine(token, link));
        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Char.AlphaNumeric).Sample((at, letter) =>
        {
            var forged = token[..at] + letter + token[(at + 1)..];
            return forged == token || !Addresses.IsGenuine(forged, link);
        });
    }

    [Fact]
    public void Another_key_another_practice_or_another_expiry_makes_another_token()
    {
        var token = Addresses.TokenOf(Link());
        var otherKey = new byte[32];
        otherKey[7] = 1;
        Assert.False(new LinkAddresses(otherKey, new Uri("https://practice.example")).IsGenuine(token, Link()));
        Assert.False(Addresses.IsGenuine(token, Link(days: 15)));
        Assert.False(Addresses.IsGenuine(token, new SecureLink(new PracticeId("southside"), new LinkId("link-1"), LinkPurpose.SpecialistAnswer, "referral/r1", new PatientId("rosa"), Now + Duration.FromDays(14), 0, Now)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("~abc")]
    [InlineData("link-1")]
    [InlineData("../etc~abc")]
    [InlineData("a b~c")]
    public void A_text_that_is_no_token_names_no_link(string token) => Assert.Null(LinkAddresses.IdOf(token));

    private static SecureLink Link(int attempts = 0, int days = 14) =>
        new(Given.PracticeId, new LinkId("link-1"), LinkPurpose.SpecialistAnswer, "referral/r1", new PatientId("rosa"), Now + Duration.FromDays(days), attempts, Now);
}
