// The engine works on Linux only so far, and so do its tests.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
