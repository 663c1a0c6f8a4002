namespace MmapModule;

/// <summary>Whether the kernel promises more memory to processes than there is: vm.overcommit_memory.</summary>
public enum OvercommitMode
{
    /// <summary>Yes, but a single request may not be larger than all memory and swap space together.</summary>
    Heuristic,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never: the commit limit counts.</summary>
    Never,
}
