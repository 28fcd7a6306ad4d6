using Frontdesk.Web.CommandLine;

namespace Frontdesk.Web.Hosting;

/// <summary>The practice without the web: what the verbs other than <c>serve</c> run in.</summary>
internal sealed class JobHost : IAsyncDisposable
{
    private readonly IHost _host;

    private JobHost(IHost host) => _host = host;

    /// <summary>The practice's jobs.</summary>
    public PracticeJobs Practice => _host.Services.GetRequiredService<PracticeJobs>();

    /// <summary>Reads the settings and composes the practice.</summary>
    /// <exception cref="CommandFailure">A setting cannot be used.</exception>
    public static JobHost Build(AddPractice addPractice)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        SettingsFile.AddTo(builder.Configuration);
        var settings = FrontdeskSettings.Read(builder.Configuration, urlsOption: null);
        WritableFolder.Ensure("Frontdesk:DataDirectory", settings.DataDirectory);
        builder.Services.AddSingleton(settings);
        addPractice(builder.Services, builder.Configuration, settings);
        return new JobHost(builder.Build());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            _host.Dispose();
    }
}
