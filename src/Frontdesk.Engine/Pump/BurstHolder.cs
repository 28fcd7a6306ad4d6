namespace Frontdesk.Engine.Pump;

/// <summary>Gives scoped services the burst that they belong to. Register it as scoped.</summary>
public sealed class BurstHolder
{
    private BurstTransaction? _burst;

    /// <summary>The burst of this scope.</summary>
    /// <exception cref="InvalidOperationException">The scope was not made by the pump.</exception>
    public BurstTransaction Burst => _burst ?? throw new InvalidOperationException("This service works inside a burst only.");

    internal void Set(BurstTransaction burst) => _burst = burst;
}
