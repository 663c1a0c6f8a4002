using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Whatever splits mappings stops before the runtime has none left.</summary>
[OnlyOn("Linux", "about vm.max_map_count")]
[Collection(AloneGroup.Name)]
public sealed class MapCountGuardTests
{
    [Fact]
    public void Changing_every_second_page_is_an_error_before_it_is_the_end()
    {
        long most = long.Parse(File.ReadAllText("/proc/sys/vm/max_map_count"), CultureInfo.InvariantCulture);
        Assert.SkipWhen(most > 100_000, "too many mappings are allowed to try");
        if (!ChildRun.IsChild)
        {
            // What goes wrong here ends the process.
            ChildRun.Passed(ChildRun.Run([], new Dictionary<string, string>(), "-class", typeof(MapCountGuardTests).FullName!));
            return;
        }

        // An ordinary user may not lock so much.
        foreach (string change in Privileges.IsRoot ? (string[])["lock", "unlock", "advice"] : ["advice"])
        {
            CheckChange(change, most);
        }
    }

    private static void CheckChange(string change, long most)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = (most + 1000) * 2 * Data.PageSize, IsPrivate = true, Flags = MapFlags.NoReserve });
        if (change == "unlock")
        {
            map.Lock(onFault: true);
        }

        MmapException? error = null;
        for (long page = 0; page <= most && error is null; page++)
        {
            error = Record.Exception(() => Change(map, change, page * 2 * Data.PageSize)) as MmapException;
        }

        Expect.WellFormed(MmapErrorKind.MapCountLimit, error!);

        // There is room for what the runtime needs.
        Thread thread = new(static () => { });
        thread.Start();
        thread.Join();
    }

    private static void Change(MemoryMap map, string change, long offset)
    {
        switch (change)
        {
            case "lock":
                map.Lock(offset, Data.PageSize, onFault: true);
                break;
            case "unlock":
                map.Unlock(offset, Data.PageSize);
                break;
            default:
                map.Advise(MapAdvice.DontFork, offset, Data.PageSize);
                break;
        }
    }
}
