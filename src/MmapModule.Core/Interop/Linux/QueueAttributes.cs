using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct mq_attr.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct QueueAttributes
{
    internal long mq_flags;
    internal long mq_maxmsg;
    internal long mq_msgsize;
    internal long mq_curmsgs;
}
