namespace MmapModule;

/// <summary>Receives the progress of long work from time to time.</summary>
/// <param name="done">Bytes done.</param>
/// <param name="total">Bytes in all.</param>
internal delegate void ByteProgress(long done, long total);
