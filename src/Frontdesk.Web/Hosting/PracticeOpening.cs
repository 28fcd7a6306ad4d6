using Frontdesk.Web.CommandLine;

namespace Frontdesk.Web.Hosting;

/// <summary>Opens the practice once the server listens, declares it ready and keeps it running. A failure ends the process with its sentence.</summary>
public sealed class PracticeOpening(IServiceProvider services, Readiness readiness, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>Why the practice could not be opened or kept running, if so.</summary>
    public CommandFailure? Failure { get; private set; }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            var practice = services.GetRequiredService<PracticeJobs>();
            await practice.OpenAsync(stoppingToken);
            readiness.Declare();
            await practice.RunAsync(stoppingToken);
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
            End(new CommandFailure($"The practice stopped because of something unexpected: {unexpected.Message.ReplaceLineEndings(" ")} ({unexpected.GetType().Name})", unexpected));
        }
    }

    private void End(CommandFailure failure)
    {
        Failure = failure;
        lifetime.StopApplication();
    }
}
