namespace Frontdesk.Simulation;

/// <summary>The folder of bundles held nobody who can be simulated.</summary>
public sealed class NoPatientsException(string directory)
    : Exception($"No living patient was found in '{directory}': give a folder of FHIR R4 bundles with patients.");
