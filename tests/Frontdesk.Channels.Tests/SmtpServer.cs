using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Frontdesk.Channels.Email;
using MimeKit;

[assembly: AssemblyFixture(typeof(Frontdesk.Channels.Tests.SmtpServer))]

namespace Frontdesk.Channels.Tests;

/// <summary>A real mail server in a process of its own, with STARTTLS and sign-in; see <c>smtp_server.py</c>.</summary>
public sealed class SmtpServer : IAsyncLifetime
{
    public const string User = "frontdesk";
    public const string Password = "correct horse";

    private readonly string folder = Directory.CreateTempSubdirectory("frontdesk-smtp-").FullName;
    private Process? process;
    private string? whyNot;
    private int port;

    public string Certificate => Path.Combine(folder, "certificate.pem");

    public async ValueTask InitializeAsync()
    {
        WriteCertificate();
        Directory.CreateDirectory(Path.Combine(folder, "mail"));
        foreach (var python in new[] { "/usr/bin/python3", "python3" })
        {
            if (await TryStartAsync(python))
                return;
        }

        whyNot = "No Python with aiosmtpd was found (Debian: apt-get install python3-aiosmtpd), so there is no mail server to send to.";
    }

    public ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Settings that reach the server; skips the test when there is none.</summary>
    public SmtpOptions Options()
    {
        if (whyNot is not null)
            Assert.Skip(whyNot);
        return new SmtpOptions
        {
            Host = "localhost",
            Port = port,
            User = User,
            Password = Password,
            FromAddress = "desk@practice.example",
            FromName = "Harbor Family Practice",
            MessageIdDomain = "mail.practice.example",
            TrustedCertificates = Certificate,
        };
    }

    /// <summary>What the server took for a recipient, oldest first.</summary>
    public IReadOnlyList<MimeMessage> MailTo(string address) =>
        [.. Directory.GetFiles(Path.Combine(folder, "mail"), "*.eml").Order(StringComparer.Ordinal).Select(f => MimeMessage.Load(f)).Where(m => m.To.Mailboxes.Any(t => t.Address == address))];

    private async Task<bool> TryStartAsync(string python)
    {
        var start = new ProcessStartInfo(python)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "smtp_server.py"), Path.Combine(folder, "mail"), Certificate, Path.Combine(folder, "key.pem"), User, Password })
            start.ArgumentList.Add(argument);
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }

        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        if (int.TryParse(await process.StandardOutput.ReadLineAsync(), NumberStyles.None, CultureInfo.InvariantCulture, out port))
            return true;
        process.Dispose();
        process = null;
        return false;
    }

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
