using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Components;

namespace Frontdesk.Web.Shell;

/// <summary>A page about one thing, which follows what happens to it.</summary>
/// <typeparam name="TView">What it shows.</typeparam>
public abstract class LivePage<TView> : ComponentBase, IAsyncDisposable
    where TView : class
{
    private readonly CancellationTokenSource gone = new();
    private IReadOnlyList<StaffRow>? staff;

    /// <summary>The practice.</summary>
    [Inject]
    protected PracticeReader Reader { get; set; } = null!;

    /// <summary>The practice's clock.</summary>
    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    /// <summary>The thing's id, from the address.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>What is shown; null until it was read.</summary>
    protected TView? View { get; private set; }

    /// <summary>It could not be read.</summary>
    protected bool HasFailed { get; private set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ILoggerFactory Logs { get; set; } = null!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await gone.CancelAsync();
        gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What somebody is called: the name of an account of the practice, or what was written down.</summary>
    /// <param name="account">An account, or another word for who did something.</param>
    protected string Who(string account) => staff?.FirstOrDefault(one => one.Id == account)?.Name ?? account switch
    {
        "frontdesk" => "Frontdesk",
        "specialist" => "the specialist",
        _ => account,
    };

    /// <summary>Reads what is shown; null when there is nothing with this id.</summary>
    protected abstract Task<TView?> LoadAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();

        // Somebody who has left the page meanwhile must not be told on the next one that there is nothing.
        if (View is null && !HasFailed && !gone.IsCancellationRequested)
            Navigation.NotFound();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ = Reader.FollowAsync(Clock, Logs.CreateLogger(GetType()), () => InvokeAsync(RefreshAsync), gone.Token);
    }

    /// <summary>Reads again, after a command.</summary>
    protected async Task ReadAsync()
    {
        if (gone.IsCancellationRequested)
            return;

        try
        {
            staff ??= await Reader.GetStaffAsync(gone.Token);
            View = await LoadAsync(gone.Token) ?? View;
            HasFailed = false;
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (Exception broken)
        {
            // The type only: a message may quote patient data.
            Logs.CreateLogger(GetType()).LogError("A page could not be read: {Reason}", broken.GetType().Name);
            HasFailed = true;
        }
    }

    private async Task RefreshAsync()
    {
        await ReadAsync();
        if (!gone.IsCancellationRequested)
            StateHasChanged();
    }
}
