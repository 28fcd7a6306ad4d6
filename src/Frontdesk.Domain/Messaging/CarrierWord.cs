namespace Frontdesk.Domain.Messaging;

/// <summary>What a carrier did by itself when a text came, by keywords of its own choosing.</summary>
public enum CarrierWord
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It lets no more texts through to the number.</summary>
    Stop = 1,

    /// <summary>It lets texts through again.</summary>
    Start = 2,

    /// <summary>It told how to get help.</summary>
    Help = 3,
}

/// <summary>Carriers' names for what they did.</summary>
public static class CarrierWords
{
    /// <summary>Reads STOP, START or HELP in any case; anything else, also a word that carriers invent later, is nothing.</summary>
    public static CarrierWord Read(string? word) => word?.Trim().ToUpperInvariant() switch
    {
        "STOP" => CarrierWord.Stop,
        "START" => CarrierWord.Start,
        "HELP" => CarrierWord.Help,
        _ => CarrierWord.None,
    };
}
