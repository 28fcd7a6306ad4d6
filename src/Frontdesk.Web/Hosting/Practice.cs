namespace Frontdesk.Web.Hosting;

/// <summary>Composes the practice that the host serves.</summary>
public static class Practice
{
    /// <summary>Registers the clock that everything asks for the time.</summary>
    public static void Add(IServiceCollection services) => services.AddSingleton(TimeProvider.System);
}
