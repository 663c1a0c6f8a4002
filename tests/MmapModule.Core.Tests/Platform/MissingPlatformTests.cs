using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using MmapModule.Platform;
using Xunit;

namespace MmapModule.Core.Tests;

/// <summary>Where a platform is missing everything that can be asked of one is PlatformNotSupported, and nothing else happens.</summary>
public sealed class MissingPlatformTests
{
    private static readonly string[] s_harmless = [nameof(ICopyLayer.Prepare), "get_PageSize", "get_Granularity", "get_PathComparison"];

    [Fact]
    public void Everything_is_PlatformNotSupported()
    {
        List<string> asked = [];
        foreach (MethodInfo method in Seams().SelectMany(static seam => seam.GetMethods()))
        {
            bool isSeam = method.ReturnType.IsInterface && method.ReturnType.Namespace == typeof(IMapPlatform).Namespace && method.Name.StartsWith("get_", StringComparison.Ordinal);
            if (isSeam || s_harmless.Contains(method.Name) || method.GetParameters().Any(static parameter => parameter.ParameterType.IsByRefLike))
            {
                continue;
            }

            object? result = null;
            Exception? error = Record.Exception(() => result = method.Invoke(MissingPlatform.Instance, new object?[method.GetParameters().Length]));
            MmapException said = Assert.IsType<MmapException>(error?.InnerException ?? result);
            Assert.Equal(MmapErrorKind.PlatformNotSupported, said.Kind);
            asked.Add(method.Name);
        }

        Assert.InRange(asked.Count, 50, 200);
    }

    [Fact]
    public void Every_seam_is_there_on_both()
    {
        foreach (PropertyInfo seam in typeof(IMapPlatform).GetProperties())
        {
            Assert.NotNull(seam.GetValue(MissingPlatform.Instance));
            Assert.NotNull(seam.GetValue(MapPlatform.Current));
        }
    }

    [Fact]
    public void The_engine_starts_where_nothing_works() => MissingPlatform.Instance.Copying.Prepare();

    private static Type[] Seams() => typeof(MissingPlatform).GetInterfaces();
}
