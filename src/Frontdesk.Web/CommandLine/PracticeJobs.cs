namespace Frontdesk.Web.CommandLine;

/// <summary>
/// What the command line asks of the practice. Methods print for people on <c>output</c>, return the exit code, and throw
/// <see cref="CommandFailure"/> for what the person can mend.
/// </summary>
public abstract class PracticeJobs
{
    /// <summary>
    /// Opens the practice's database, creating and seeding it when there is none, brings it to this version and loads the
    /// workflows. A database of a newer version is a <see cref="CommandFailure"/>.
    /// </summary>
    public abstract Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Runs the open practice's pump and sends its messages until it is told to stop. That another process took the practice
    /// over is a <see cref="CommandFailure"/>.
    /// </summary>
    public abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Runs the real engine under a simulated clock and prints the figures.</summary>
    public abstract Task<int> SimulateAsync(SimulationRequest request, TextWriter output, CancellationToken cancellationToken);

    /// <summary>Imports every FHIR R4 bundle below <paramref name="directory"/> and prints a report for each file.</summary>
    public abstract Task<int> ImportAsync(string directory, TextWriter output, CancellationToken cancellationToken);

    /// <summary>Validates the workflow definitions at <paramref name="path"/>; the exit code is 1 when one has problems.</summary>
    public abstract Task<int> ValidateAsync(string path, TextWriter output, CancellationToken cancellationToken);

    /// <summary>Replaces the practice's data with a fresh demo practice.</summary>
    public abstract Task<int> ResetDemoAsync(TextWriter output, CancellationToken cancellationToken);
}

/// <summary>What to simulate.</summary>
/// <param name="Days">Simulated days, at least 1.</param>
/// <param name="Seed">The same seed gives the same output byte for byte.</param>
/// <param name="PatientsDirectory">FHIR bundles to take the patients from; null for invented people.</param>
/// <param name="OutputDirectory">Where tables and report go; null for the terminal only.</param>
/// <param name="KeepsPractice">The simulated practice stays, as <c>practice.db</c> in the output folder.</param>
/// <param name="People">How many people to invent; null for the usual number.</param>
public sealed record SimulationRequest(int Days, int Seed, string? PatientsDirectory, string? OutputDirectory, bool KeepsPractice = false, int? People = null);
