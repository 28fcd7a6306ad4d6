using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Supplies;

/// <summary>Raises lots that expire soon and sets apart what has expired.</summary>
[Activity("Frontdesk", "Supplies", "Raises lots that expire soon, and sets apart what has expired.", DisplayName = "Look at expiry dates")]
public sealed class FindExpiringLots : CodeActivity
{
    /// <summary>The first step.</summary>
    [Input(DisplayName = "Days before, first time", Description = "Raise a lot so many days before it expires.")]
    public Input<int> FirstDays { get; set; } = new(90);

    /// <summary>The second step.</summary>
    [Input(DisplayName = "Days before, second time", Description = "Raise it again so many days before it expires.")]
    public Input<int> SecondDays { get; set; } = new(60);

    /// <summary>The last step.</summary>
    [Input(DisplayName = "Days before, last time", Description = "Raise it for the last time so many days before it expires.")]
    public Input<int> LastDays { get; set; } = new(30);

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context) =>
        await new ShelfWatch(context.Records(), context.Practice(), await context.LedgerAsync(), context.Now(), (await context.PlaceAsync()).Zone)
            .WatchExpiryAsync([context.Get(FirstDays), context.Get(SecondDays), context.Get(LastDays)]);
}

/// <summary>Raises the counts that are due.</summary>
[Activity("Frontdesk", "Supplies", "Raises the counts that are due, by the class of the items.", DisplayName = "Which items are to be counted?")]
public sealed class FindCountsDue : CodeActivity
{
    /// <summary>Days between counts of class A.</summary>
    [Input(DisplayName = "Days for class A", Description = "Class A is counted after so many days; 0 for never.")]
    public Input<int> DaysA { get; set; } = new(7);

    /// <summary>Days between counts of class B.</summary>
    [Input(DisplayName = "Days for class B", Description = "Class B is counted after so many days; 0 for never.")]
    public Input<int> DaysB { get; set; } = new(30);

    /// <summary>Days between counts of class C.</summary>
    [Input(DisplayName = "Days for class C", Description = "Class C is counted after so many days; 0 for never.")]
    public Input<int> DaysC { get; set; } = new(91);

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context) =>
        await new ShelfWatch(context.Records(), context.Practice(), await context.LedgerAsync(), context.Now(), (await context.PlaceAsync()).Zone)
            .WatchCountsAsync(context.Get(DaysA), context.Get(DaysB), context.Get(DaysC));
}
