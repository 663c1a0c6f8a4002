<#
.SYNOPSIS
    Sends messages to a queue, a named pipe or a Unix socket until it is ended: the other process of sections/77-Queues.ps1.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ModulePath,
    [Parameter(Mandatory)] [string] $Target,
    [Parameter(Mandatory)] [ValidateSet('Queue', 'Pipe', 'Socket')] [string] $Kind,
    [Parameter(Mandatory)] [int] $Size
)

$ErrorActionPreference = 'Stop'
Import-Module $ModulePath
Add-Type -ReferencedAssemblies ([MmapModule.MessageQueue].Assembly.Location), 'System.Net.Sockets', 'System.Net.Primitives', 'System.Runtime' -IgnoreWarnings -WarningAction SilentlyContinue -TypeDefinition @'
using System.IO;
using System.Net.Sockets;

public static class Sender
{
    public static void Queue(string name, byte[] message)
    {
        MmapModule.MessageQueue queue = MmapModule.MessageQueue.Open(name, new MmapModule.MessageQueueOptions { Mode = MmapModule.SharedMemoryMode.Open });
        while (true)
        {
            queue.Send(message);
        }
    }

    public static void Pipe(string path, byte[] message)
    {
        FileStream stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        while (true)
        {
            stream.Write(message, 0, message.Length);
        }
    }

    public static void Socket(string path, byte[] message)
    {
        Socket socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        while (true)
        {
            socket.Send(message);
        }
    }
}
'@

[Sender]::$Kind($Target, [byte[]]::new($Size))
