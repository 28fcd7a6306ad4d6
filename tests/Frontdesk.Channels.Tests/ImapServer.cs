using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Frontdesk.Channels.Tests;

/// <summary>A mailbox on loopback that speaks as much IMAP as reading unread messages and marking them takes.</summary>
internal sealed partial class ImapServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public ImapServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public uint UidValidity { get; set; } = 1;

    public int Fetched { get; private set; }

    public List<(byte[] Content, HashSet<string> Flags)> Mail { get; } = [];

    public void Put(MimeKit.MimeMessage message)
    {
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        Mail.Add((stream.ToArray(), new HashSet<string>(StringComparer.OrdinalIgnoreCase)));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        listener.Dispose();
        stop.Dispose();
    }

    [GeneratedRegex(@"^(?<tag>\S+) (?<command>(?:UID )?\S+) ?(?<rest>.*)$", RegexOptions.None, 1000)]
    private static partial Regex Line();

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The client left, or the test ended.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        async Task SayAsync(string line) => await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"));
        await SayAsync("* OK [CAPABILITY IMAP4rev1] ready");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            var match = Line().Match(line);
            var (tag, command, rest) = (match.Groups["tag"].Value, match.Groups["command"].Value.ToUpperInvariant(), match.Groups["rest"].Value);
            var answer = "OK done";
            switch (command)
            {
                case "CAPABILITY":
                    await SayAsync("* CAPABILITY IMAP4rev1");
                    break;
                case "LOGIN":
                    answer = rest is "desk secret" or "\"desk\" \"secret\"" ? "OK [CAPABILITY IMAP4rev1] welcome" : "NO [AUTHENTICATIONFAILED] who are you";
                    break;
                case "LIST":
                    await SayAsync(rest.Contains("INBOX", StringComparison.OrdinalIgnoreCase) ? "* LIST () \"/\" INBOX" : "* LIST (\\Noselect) \"/\" \"\"");
                    break;
                case "SELECT":
                    await SayAsync("* FLAGS (\\Seen)");
                    await SayAsync("* OK [PERMANENTFLAGS (\\Seen)] flags");
                    await SayAsync(string.Create(CultureInfo.InvariantCulture, $"* {Mail.Count} EXISTS"));
                    await SayAsync(string.Create(CultureInfo.InvariantCulture, $"* OK [UIDVALIDITY {UidValidity}] valid"));
                    answer = "OK [READ-WRITE] selected";
                    break;
                case "UID SEARCH":
                    await SayAsync("* SEARCH" + string.Concat(Enumerable.Range(1, Mail.Count).Where(i => !Mail[i - 1].Flags.Contains("\\Seen")).Select(i => string.Create(CultureInfo.InvariantCulture, $" {i}"))));
                    break;
                case "UID FETCH":
                    await FetchAsync(stream, rest, SayAsync);
                    break;
                case "UID STORE":
                    Mail[Numbers(rest).Single() - 1].Flags.Add("\\Seen");
                    break;
                case "LOGOUT":
                    await SayAsync("* BYE");
                    break;
                default:
                    answer = "BAD not spoken here";
                    break;
            }

            await SayAsync($"{tag} {answer}");
            if (command == "LOGOUT")
                return;
        }
    }

    private async Task FetchAsync(NetworkStream stream, string rest, Func<string, Task> sayAsync)
    {
        foreach (var uid in Numbers(rest))
        {
            var content = Mail[uid - 1].Content;
            if (!rest.Contains("BODY.PEEK[]", StringComparison.OrdinalIgnoreCase))
            {
                await sayAsync(string.Create(CultureInfo.InvariantCulture, $"* {uid} FETCH (UID {uid} RFC822.SIZE {content.Length})"));
                continue;
            }

            Fetched++;
            await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"* {uid} FETCH (UID {uid} BODY[] {{{content.Length}}}\r\n")));
            await stream.WriteAsync(content);
            await sayAsync(")");
        }
    }

    private static IEnumerable<int> Numbers(string rest) =>
        rest.Split(' ', 2)[0].Split(',').SelectMany(range =>
        {
            var ends = range.Split(':').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
        });
}
