using Frontdesk.Channels.Sms;

namespace Frontdesk.Channels.Tests;

public sealed class TwilioSignatureTests
{
    private const string Token = "12345";
    private const string Url = "https://mycompany.com/myapp.php?foo=1&bar=2";

    [Theory]
    [InlineData("+12349013030", "0/KCTR6DLpKmkAf8muzZqo1nDgQ=")]
    [InlineData("+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    public void Signatures_are_those_of_Twilios_published_examples(string caller, string signature)
    {
        Assert.Equal(signature, TwilioSignature.Compute(Token, Url, Form(caller)));
        Assert.True(TwilioSignature.IsValid(Token, Url, Form(caller), signature));
    }

    [Fact]
    public void The_order_of_the_fields_does_not_matter() =>
        Assert.Equal("0/KCTR6DLpKmkAf8muzZqo1nDgQ=", TwilioSignature.Compute(Token, Url, Form("+12349013030").Reverse()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0/KCTR6DLpKmkAf8muzZqo1nDgQ")]
    [InlineData("0/KCTR6DLpKmkAf8muzZqo1nDgR=")]
    [InlineData("0/kctr6dlpkmkaf8muzzqo1ndgq=")]
    public void Any_other_signature_is_wrong(string? signature) =>
        Assert.False(TwilioSignature.IsValid(Token, Url, Form("+12349013030"), signature));

    [Fact]
    public void A_changed_field_address_or_secret_makes_the_signature_wrong()
    {
        const string Signature = "0/KCTR6DLpKmkAf8muzZqo1nDgQ=";
        Assert.False(TwilioSignature.IsValid(Token, Url, Form("+12349013031"), Signature));
        Assert.False(TwilioSignature.IsValid(Token, Url + "&x=1", Form("+12349013030"), Signature));
        Assert.False(TwilioSignature.IsValid("12346", Url, Form("+12349013030"), Signature));
        Assert.False(TwilioSignature.IsValid(Token, Url, Form("+12349013030").Append(new("Extra", "1")), Signature));
    }

    [Fact]
    public void Nothing_is_valid_without_a_secret() =>
        Assert.False(TwilioSignature.IsValid(string.Empty, Url, [], TwilioSignature.Compute(string.Empty, Url, [])));

    [Theory]
    [InlineData("https://mycompany.com/sms", "https://mycompany.com:443/sms")]
    [InlineData("https://mycompany.com:443/sms", "https://mycompany.com/sms")]
    [InlineData("https://mycompany.com:8443/sms?a=:8443", "https://mycompany.com/sms?a=:8443")]
    [InlineData("https://mycompany.com:8443", "https://mycompany.com")]
    public void The_port_may_be_signed_or_not(string received, string signed) =>
        Assert.True(TwilioSignature.IsValid(Token, received, Form("+12349013030"), TwilioSignature.Compute(Token, signed, Form("+12349013030"))));

    [Fact]
    public void Another_port_is_another_address() =>
        Assert.False(TwilioSignature.IsValid(Token, "https://mycompany.com:8443/sms", [], TwilioSignature.Compute(Token, "https://mycompany.com:9443/sms", [])));

    private static IEnumerable<KeyValuePair<string, string>> Form(string caller) =>
    [
        new("CallSid", "CA1234567890ABCDE"),
        new("Caller", caller),
        new("Digits", "1234"),
        new("From", caller),
        new("To", "+18005551212"),
    ];
}
