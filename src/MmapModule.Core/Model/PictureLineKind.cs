namespace MmapModule;

/// <summary>What a line of a picture is.</summary>
public enum PictureLineKind
{
    /// <summary>What is shown, and how many bytes a cell stands for.</summary>
    Title,

    /// <summary>A row of cells.</summary>
    Cells,

    /// <summary>Marks below the cells that hold something highlighted.</summary>
    Marks,

    /// <summary>What the cells mean.</summary>
    Legend,
}
