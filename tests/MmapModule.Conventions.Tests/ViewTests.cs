using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>The view files name types and properties that exist, and tables fit on the screen.</summary>
public sealed class ViewTests
{
    private const string Folder = "src/MmapModule/Formatting/";
    private const string Deserialized = "Deserialized.";

    /// <summary>A name that some objects with properties are given, and no type.</summary>
    private const string Record = "MmapModule.MappedRecord";

    private const int MostColumns = 6;

    private static readonly XDocument s_types = XDocument.Parse(Repository.Read(Folder + "MmapModule.Types.ps1xml"));

    private static IEnumerable<XElement> Views => Repository.Files(Folder, ".ps1xml").SelectMany(static file => XDocument.Parse(Repository.Read(file)).Descendants("View"));

    [Fact]
    public void Views_and_types_are_for_types_that_exist() =>
        Complaints.None(Views.SelectMany(TypeNames).Concat(s_types.Descendants("Type").Select(static type => type.Element("Name")!.Value))
            .Where(static name => Find(name) is null && name is not (Record or Deserialized + Record)));

    [Fact]
    public void Properties_in_views_exist() => Complaints.None(Views.SelectMany(UnknownProperties));

    [Fact]
    public void Tables_have_few_columns() =>
        Complaints.None(Views
            .Where(static view => view.Descendants("TableColumnHeader").Count() > MostColumns)
            .Select(static view => view.Element("Name")!.Value));

    [Fact]
    public void Every_column_has_a_header() =>
        Complaints.None(Views
            .Where(static view => view.Descendants("TableRowEntry").Any(row => row.Descendants("TableColumnItem").Count() != view.Descendants("TableColumnHeader").Count()))
            .Select(static view => view.Element("Name")!.Value));

    [Fact]
    public void Objects_of_this_module_have_views() =>
        Complaints.None(Cmdlet.All
            .SelectMany(static cmdlet => cmdlet.OutputTypes)
            .Where(static type => type.Assembly == typeof(MemoryMap).Assembly && !type.IsEnum)
            .Distinct()
            .Select(static type => type.FullName!)
            .Except(Views.SelectMany(TypeNames)));

    [Fact]
    public void A_property_that_does_not_exist_is_seen()
    {
        XElement view = XElement.Parse("<View><TypeName>MmapModule.MemoryMap</TypeName><PropertyName>Id</PropertyName><PropertyName>Nothing</PropertyName></View>");
        Assert.Equal(["MmapModule.MemoryMap.Nothing"], UnknownProperties(view));
        Assert.Null(Find("MmapModule.Nothing"));
    }

    private static IEnumerable<string> TypeNames(XElement view) => view.Descendants("TypeName").Select(static name => name.Value);

    private static IEnumerable<string> UnknownProperties(XElement view) =>
        from name in TypeNames(view).Where(static name => !name.StartsWith(Deserialized, StringComparison.Ordinal))
        let type = Find(name)
        where type is not null
        from property in view.Descendants("PropertyName").Select(static property => property.Value)
        where type.GetProperty(property) is null
        select name + "." + property;

    private static Type? Find(string name)
    {
        string plain = name.StartsWith(Deserialized, StringComparison.Ordinal) ? name[Deserialized.Length..] : name;
        return typeof(MemoryMap).Assembly.GetType(plain) ?? Cmdlet.Assembly.GetType(plain);
    }
}
