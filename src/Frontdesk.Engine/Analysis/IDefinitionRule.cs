namespace Frontdesk.Engine.Analysis;

/// <summary>Something that has to hold in every instance of a workflow, proved before the workflow is published.</summary>
public interface IDefinitionRule
{
    /// <summary>Reports what does not hold.</summary>
    void Check(WorkflowReview review);
}
