using System.Globalization;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux;

/// <content>How far the kernel reads ahead.</content>
internal sealed partial class LinuxPlatform
{
    /// <summary>What kernels read ahead where nothing else is set, in bytes.</summary>
    private const long UsualWindow = 128 * 1024;

    /// <inheritdoc/>
    public long ReadAheadWindow(MapBacking file)
    {
        using ProcBuffer buffer = new();
        string path = string.Create(CultureInfo.InvariantCulture, $"/sys/class/bdi/{file.Identity.DeviceMajor}:{file.Identity.DeviceMinor}/read_ahead_kb");
        System.ReadOnlySpan<byte> text = buffer.Load(path) == 0 ? buffer.Content : default;
        return ProcText.TryTakeNumber(ref text, out long kilobytes) && kilobytes > 0
            ? MapRange.AlignDown(System.Math.Min(kilobytes, UsualWindow / 1024) * 1024, PageSize)
            : UsualWindow;
    }
}
