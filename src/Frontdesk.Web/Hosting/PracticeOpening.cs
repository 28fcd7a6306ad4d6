using Frontdesk.Web.CommandLine;

namespace Frontdesk.Web.Hosting;

/// <summary>Opens the practice once the server listens, then declares it ready. A failure ends the process with its sentence.</summary>
public sealed class PracticeOpening(IServiceProvider services, Readiness readiness, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>Why the practice could not be opened, if so.</summary>
    public CommandFailure? Failure { get; private set; }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            await services.GetRequiredService<PracticeJobs>().OpenAsync(stoppingToken);
            readiness.Declare();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (CommandFailure failure)
        {
            End(failure);
        }
        catch (Exception unexpected)
        {
            End(new CommandFailure($"The practice could not be opened: {unexpected.Message.ReplaceLineEndings(" ")}", unexpected));
        }
    }

    private void End(CommandFailure failure)
    {
        Failure = failure;
        lifetime.StopApplication();
    }
}
