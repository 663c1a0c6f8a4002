namespace MmapModule.Binding;

/// <summary>Where the online help lives.</summary>
internal static class HelpLinks
{
    internal const string Base = "https://github.com/MmapModule/MmapModule/blob/main/docs/en-US/";
}
