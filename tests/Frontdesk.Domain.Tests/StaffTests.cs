using Frontdesk.Domain.Staff;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

/// <summary>Who is away and who stands in.</summary>
public sealed class StaffTests
{
    private static readonly Instant Now = Given.At(3, 2, 10);

    [Fact]
    public void A_stand_in_takes_over_for_the_time_away_and_no_longer()
    {
        var lee = Given.Staff("lee", null, StaffRole.Provider);
        lee.BeCoveredBy(new StaffId("marsh"));
        lee.GoAway(new OutOfOffice(Now, Now + Duration.FromDays(1), new StaffId("okafor"), "leave"));

        Assert.Null(lee.StandInAt(Now - Duration.Epsilon));
        Assert.Equal("okafor", lee.StandInAt(Now)?.Value);
        Assert.Null(lee.StandInAt(Now + Duration.FromDays(1)));
    }

    [Fact]
    public void Without_a_named_stand_in_whoever_covers_takes_over_also_after_leaving()
    {
        var lee = Given.Staff("lee", null, StaffRole.Provider);
        lee.BeCoveredBy(new StaffId("marsh"));
        lee.GoAway(new OutOfOffice(Now, Now + Duration.FromDays(1), null, "ill"));
        Assert.Equal("marsh", lee.StandInAt(Now)?.Value);

        lee.ComeBack(Now);
        Assert.Null(lee.StandInAt(Now));
        lee.Leave();
        Assert.Equal("marsh", lee.StandInAt(Now)?.Value);
    }

    [Fact]
    public void Nobody_stands_in_for_themselves()
    {
        var lee = Given.Staff("lee", null, StaffRole.Provider);
        Assert.Throws<DomainRuleException>(() => lee.BeCoveredBy(lee.Id));
        Assert.Throws<DomainRuleException>(() => lee.GoAway(new OutOfOffice(Now, Now + Duration.FromDays(1), lee.Id, "leave")));
        Assert.Throws<DomainRuleException>(() => new OutOfOffice(Now, Now, null, "leave"));
    }

    [Fact]
    public void Someone_without_a_role_cannot_work() => Assert.Throws<DomainRuleException>(() => Given.Staff("lee"));
}
