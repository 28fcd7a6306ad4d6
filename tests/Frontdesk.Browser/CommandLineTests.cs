using Frontdesk.Web.Commanding;
using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Frontdesk.Browser;

/// <summary>What the command line says when it cannot do what it is asked.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("on this machine only", "serve", "--urls", "http://0.0.0.0:5391")]
    [InlineData("on this machine only", "--urls", "http://*:5391")]
    [InlineData("not an address", "serve", "--urls", "nonsense")]
    [InlineData("no folder of that name", "import", "/no/such/folder")]
    [InlineData("no file or folder", "validate", "/no/such/file.json")]
    [InlineData("--days is 0", "simulate", "--days", "0")]
    public async Task A_failure_is_one_sentence(string words, params string[] args)
    {
        var (exitCode, said) = await RunAsync(args);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.Single(said.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence()
    {
        await using var app = await Given.AppAsync(new PracticeOnPaper());

        var (exitCode, said) = await RunAsync(["serve", "--urls", app.Urls.First()]);

        Assert.Equal(1, exitCode);
        Assert.Contains("Another program already listens", said, StringComparison.Ordinal);
        Assert.Single(said.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task An_account_that_the_command_adds_opens_the_running_program_until_the_command_removes_it()
    {
        var data = Directory.CreateTempSubdirectory("frontdesk-account-");
        await using var frontdesk = await RealFrontdesk.ServeAsync(data.FullName);
        var (exitCode, said, _) = await RealFrontdesk.RunAsync(data.FullName, ["account", "add", "reporting", "--permissions", "read:*"]);
        Assert.Equal(0, exitCode);
        var key = said.Split('\n').Single(line => line.StartsWith("API key:", StringComparison.Ordinal)).Split(':')[1].Trim();

        async Task<System.Net.HttpStatusCode> AskAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/elsa/api/workflow-definitions", UriKind.Relative));
            request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("ApiKey", key);
            using var answer = await frontdesk.Client.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }

        Assert.Equal(System.Net.HttpStatusCode.OK, await AskAsync());
        Assert.Equal("reporting: read:*", (await RealFrontdesk.RunAsync(data.FullName, ["account", "list"])).Output.Trim());
        Assert.Equal(0, (await RealFrontdesk.RunAsync(data.FullName, ["account", "remove", "reporting"])).ExitCode);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, await AskAsync());

        var again = await RealFrontdesk.RunAsync(data.FullName, ["account", "remove", "reporting"]);
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("There is no account 'reporting'", again.Error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(string[] args)
    {
        Environment.SetEnvironmentVariable("Frontdesk__DataDirectory", Directory.CreateTempSubdirectory("frontdesk-").FullName);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exitCode = await FrontdeskCommand.RunAsync(args, Register, output, error, TestContext.Current.CancellationToken);
        return (exitCode, error.ToString());
    }

    private static void Register(IServiceCollection services, IConfiguration configuration, FrontdeskSettings settings)
    {
        var practice = new PracticeOnPaper();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<PracticeReader>(practice);
        services.AddSingleton<PracticeCommands>(new CommandsOnPaper(practice));
        services.AddSingleton<PracticeJobs>(new Given.OpenAtOnce());
    }
}
