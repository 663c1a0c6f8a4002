namespace MmapModule;

/// <summary>Told now and then how far a long sync has come.</summary>
/// <param name="done">Bytes done.</param>
/// <param name="total">Bytes in all.</param>
internal delegate void SyncProgress(long done, long total);
