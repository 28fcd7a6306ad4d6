namespace Frontdesk.Engine.Descriptors;

/// <summary>The editors that Elsa's designer has for an input, by the names it knows them by.</summary>
public static class InputHint
{
    /// <summary>One line of text.</summary>
    public const string SingleLine = "singleline";

    /// <summary>Several lines of text.</summary>
    public const string MultiLine = "multiline";

    /// <summary>Yes or no.</summary>
    public const string Checkbox = "checkbox";

    /// <summary>One of a list.</summary>
    public const string Dropdown = "dropdown";

    /// <summary>Any of a list.</summary>
    public const string CheckList = "checklist";

    /// <summary>A list of texts, typed one after the other.</summary>
    public const string MultiText = "multitext";

    /// <summary>A script.</summary>
    public const string CodeEditor = "code-editor";

    /// <summary>A structure in JSON.</summary>
    public const string JsonEditor = "json-editor";

    /// <summary>A date with a time.</summary>
    public const string DateTimePicker = "datetime-picker";

    /// <summary>A variable of the workflow.</summary>
    public const string VariablePicker = "variable-picker";

    /// <summary>An output of the workflow.</summary>
    public const string OutputPicker = "output-picker";

    /// <summary>Ports of the workflow.</summary>
    public const string OutcomePicker = "outcome-picker";

    /// <summary>A workflow.</summary>
    public const string WorkflowPicker = "workflow-definition-picker";

    /// <summary>A list of names, each of which becomes a port of the step.</summary>
    public const string DynamicOutcomes = "dynamic-outcomes";

    /// <summary>Cases that hold steps.</summary>
    public const string SwitchEditor = "switch-editor";

    /// <summary>Cases that become ports of the step.</summary>
    public const string FlowSwitchEditor = "flow-switch-editor";

    /// <summary>Status codes that hold steps.</summary>
    public const string HttpStatusCodes = "http-status-codes";

    /// <summary>Every editor that the designer of Elsa 3.8 has.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        Checkbox, CheckList, CodeEditor, DateTimePicker, "dictionary", Dropdown, DynamicOutcomes, "expression-editor", FlowSwitchEditor, HttpStatusCodes,
        "input-picker", JsonEditor, MultiLine, MultiText, OutcomePicker, OutputPicker, "radiolist", SingleLine, SwitchEditor, "type-picker", VariablePicker, WorkflowPicker,
    ];
}
