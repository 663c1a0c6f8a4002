using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What the user who runs the tests may do, and threads that may do less.</summary>
internal static unsafe class Privileges
{
    internal const uint Nobody = 65534;

    internal static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>Runs something as a user who owns no file.</summary>
    internal static void AsNobody(Action action)
    {
        Needs.Root("to act as another user");
        OnThread(() =>
        {
            _ = TestLibc.setfsuid(Nobody);
            action();
        });
    }

    /// <summary>Runs something without the capability that lifts the limit of locked memory.</summary>
    internal static void WithoutLockCapability(Action action) => OnThread(() =>
    {
        uint* header = stackalloc uint[2] { TestLibc.CapabilityVersion3, 0 };

        // Effective, permitted and inheritable, first the low 32 capabilities.
        uint* data = stackalloc uint[6];
        Assert.Equal(0, TestLibc.capget(header, data));
        data[0] &= ~(1u << TestLibc.CAP_IPC_LOCK);
        Assert.Equal(0, TestLibc.capset(header, data));
        action();
    });

    /// <summary>Linux keeps these rights for each thread, so a thread that ends takes the change along.</summary>
    private static void OnThread(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                action();
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
