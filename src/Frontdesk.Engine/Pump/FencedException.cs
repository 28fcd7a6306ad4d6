namespace Frontdesk.Engine.Pump;

/// <summary>Another process owns the practice now; this one must not write any more.</summary>
public sealed class FencedException() : Exception("Another process has taken over this practice. This one stops.");
