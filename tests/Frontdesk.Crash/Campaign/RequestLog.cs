using System.Text.Json;

namespace Frontdesk.Crash.Campaign;

/// <summary>What a client asked for and what it was answered.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Of">What it was about.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="Answer">What the answer said.</param>
internal sealed record Answered(string Kind, string Key, string Of, int Status, string Answer)
{
    /// <summary>The server said that it is done.</summary>
    public bool IsAcknowledged => Status is >= 200 and < 300;
}

/// <summary>
/// The clients' own log: a line before each request goes out and one when it is answered, on a disk that no kill touches. It is what
/// the checker believes; the database has to agree with it.
/// </summary>
internal sealed class RequestLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _file;
    private readonly List<Answered> _answered = [];

    public RequestLog(string path) => _file = new StreamWriter(path) { AutoFlush = true };

    /// <summary>How often the clients asked, repetitions included.</summary>
    public int Requests { get; private set; }

    /// <summary>How many of those had no answer, or one that says to ask again.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Every answered request, once for each answer.</summary>
    public IReadOnlyList<Answered> All
    {
        get
        {
            lock (_gate)
                return [.. _answered];
        }
    }

    /// <summary>A request goes out.</summary>
    public void Asks(string kind, string key, string of)
    {
        lock (_gate)
        {
            Requests++;
            _file.WriteLine(JsonSerializer.Serialize(new { asks = kind, key, of }));
        }
    }

    /// <summary>It was answered.</summary>
    public void Hears(Answered answered)
    {
        lock (_gate)
        {
            _answered.Add(answered);
            _file.WriteLine(JsonSerializer.Serialize(new { hears = answered.Kind, key = answered.Key, status = answered.Status }));
        }
    }

    /// <summary>Nobody answered, or the answer was to ask again.</summary>
    public void HearsNothing(string key, string why)
    {
        lock (_gate)
        {
            Unanswered++;
            _file.WriteLine(JsonSerializer.Serialize(new { hearsNothing = key, why }));
        }
    }

    public void Dispose() => _file.Dispose();
}
