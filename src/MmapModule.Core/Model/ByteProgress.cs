namespace MmapModule;

/// <summary>Told now and then how far long work has come.</summary>
/// <param name="done">Bytes done.</param>
/// <param name="total">Bytes in all.</param>
internal delegate void ByteProgress(long done, long total);
