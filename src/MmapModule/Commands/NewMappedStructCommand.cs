using System;
using System.Collections;
using System.Management.Automation;
using System.Text;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;

namespace MmapModule.Commands;

/// <summary>Makes layouts of records, for -Struct.</summary>
[Cmdlet(VerbsCommon.New, "MappedStruct", DefaultParameterSetName = DefinitionSet, HelpUri = HelpLinks.Base + "New-MappedStruct.md")]
[OutputType(typeof(MappedStruct))]
public sealed class NewMappedStructCommand : MmapCommand
{
    private const string DefinitionSet = "Definition";
    private const string TypeSet = "Type";

    /// <summary>The fields: 'u32be magic; u16 ver; char[8] name'.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DefinitionSet)]
    [ArgumentCompleter(typeof(DefinitionCompleter))]
    [AllowEmptyString]
    public string Definition { get; set; } = string.Empty;

    /// <summary>A .NET structure, whose layout in native memory is taken.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TypeSet)]
    [ValidateNotNull]
    public Type Type { get; set; } = null!;

    /// <summary>Most significant byte first, where a type has neither le nor be.</summary>
    [Parameter(ParameterSetName = DefinitionSet)]
    public SwitchParameter BigEndian { get; set; }

    /// <summary>The encoding of char fields; UTF-8 by default.</summary>
    [Parameter(ParameterSetName = DefinitionSet)]
    [Encoding]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [ValidateNotNull]
    public Encoding Encoding { get; set; } = TextCodec.Default;

    /// <summary>Put fields on boundaries as C compilers do, but on none larger than this; 1, the default, means no padding.</summary>
    [Parameter(ParameterSetName = DefinitionSet)]
    [ValidateSet("1", "2", "4", "8", "16")]
    public int Pack { get; set; } = 1;

    /// <summary>Layouts, or definitions of them, that the definition may use by these names.</summary>
    [Parameter(ParameterSetName = DefinitionSet)]
    [ValidateNotNull]
    public IDictionary Using { get; set; } = new Hashtable();

    private protected override object Subject => ParameterSetName == TypeSet ? Type : Definition;

    private protected override void ProcessInput() =>
        WriteObject(ParameterSetName == TypeSet ? MappedStruct.FromType(Type) : MappedStruct.Parse(Definition, Options()));

    private MappedStructOptions Options()
    {
        NamedStructs named = new();
        foreach (DictionaryEntry entry in Using)
        {
            string name = entry.Key.ToString()!;
            switch (PlainValue.Of(entry.Value))
            {
                case MappedStruct layout:
                    named.Add(name, layout);
                    break;
                case string definition:
                    named.Add(name, definition);
                    break;
                case Type type:
                    named.Add(name, MappedStruct.FromType(type));
                    break;
                default:
                    throw ValueArgumentErrors.NoLayout(name);
            }
        }

        MappedStructOptions options = new() { BigEndian = BigEndian, Encoding = Encoding, Pack = Pack };
        return new MappedStructOptions { BigEndian = BigEndian, Encoding = Encoding, Pack = Pack, Structs = named.Resolve(options) };
    }
}
