using System.Net;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Health;
using Frontdesk.Web.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Frontdesk.Web.Tests.Telemetry;

public sealed class MetricsSettingsTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.5", false)]
    [InlineData("::ffff:10.0.0.5", false)]
    [InlineData("2001:db8::1", false)]
    public void Only_programs_on_this_machine_read_the_figures_unless_it_says_otherwise(string caller, bool isAdmitted) =>
        Assert.Equal(isAdmitted, Read().Admits(IPAddress.Parse(caller), isForwarded: false));

    [Theory]
    [InlineData("10.0.0.5", true)]
    [InlineData("::ffff:10.0.0.5", true)]
    [InlineData("10.0.0.6", false)]
    [InlineData("10.1.200.3", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("2001:db8::7", true)]
    [InlineData("127.0.0.1", true)]
    public void Those_that_are_named_read_them_too(string caller, bool isAdmitted) =>
        Assert.Equal(isAdmitted, Read(("AllowedAddresses", "10.0.0.5; 10.1.0.0/16; 2001:db8::/32")).Admits(IPAddress.Parse(caller), isForwarded: false));

    [Fact]
    public void What_a_proxy_passes_on_is_refused_wherever_the_proxy_is()
    {
        var settings = Read(("AllowedAddresses", "10.0.0.5"));

        Assert.False(settings.Admits(IPAddress.Loopback, isForwarded: true));
        Assert.False(settings.Admits(IPAddress.Parse("10.0.0.5"), isForwarded: true));
        Assert.False(settings.Admits(caller: null, isForwarded: false));
    }

    [Theory]
    [InlineData("Enabled", "yes")]
    [InlineData("AllowedAddresses", "10.0.0.5;prometheus")]
    [InlineData("AllowedAddresses", "10.0.0.0/33")]
    public void A_wrong_setting_is_named(string setting, string value) =>
        Assert.Contains($"Frontdesk:Metrics:{setting}", Assert.Throws<CommandFailure>(() => Read((setting, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("10.0.0.5", null, 403)]
    [InlineData("127.0.0.1", "203.0.113.9", 403)]
    [InlineData("127.0.0.1", null, 200)]
    public async Task A_caller_who_may_not_read_them_is_refused_before_anything_is_read(string caller, string? forwardedFor, int status)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/metrics";
        context.Connection.RemoteIpAddress = IPAddress.Parse(caller);
        if (forwardedFor is not null)
            context.Request.Headers["X-Forwarded-For"] = forwardedFor;
        await new MetricsAccess(_ => Task.CompletedTask, Read()).InvokeAsync(context);

        Assert.Equal(status, context.Response.StatusCode);
    }

    [Theory]
    [InlineData(PumpCondition.Working, null)]
    [InlineData(PumpCondition.NotRunning, "the pump is not running")]
    [InlineData(PumpCondition.DatabaseUnreachable, "the database does not answer")]
    [InlineData(PumpCondition.TakenOver, "another process has taken over this practice")]
    public void A_practice_that_does_not_work_says_why(PumpCondition condition, string? obstacle) => Assert.Equal(obstacle, HealthRoutes.Obstacle(condition));

    private static MetricsSettings Read(params (string Name, string Value)[] settings) => MetricsSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"Frontdesk:Metrics:{one.Name}", (string?)one.Value))).Build());
}
