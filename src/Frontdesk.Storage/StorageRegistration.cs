using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Frontdesk.Storage;

/// <summary>Adds the practice's records to a host.</summary>
public static class StorageRegistration
{
    /// <summary>Adds <see cref="PracticeDatabase"/> as a singleton, on the host's clock.</summary>
    public static IServiceCollection AddFrontdeskStorage(this IServiceCollection services, StorageOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new PracticeDatabase(options, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
