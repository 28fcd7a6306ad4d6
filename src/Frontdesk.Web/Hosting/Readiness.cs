namespace Frontdesk.Web.Hosting;

/// <summary>Whether the practice is open: its database is at this version, its workflows are loaded and its pump runs.</summary>
public sealed class Readiness
{
    private volatile bool _isReady;

    /// <summary>True once the practice is open.</summary>
    public bool IsReady => _isReady;

    /// <summary>Says that the practice is open.</summary>
    public void Declare() => _isReady = true;
}
