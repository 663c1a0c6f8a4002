namespace MmapModule.Access;

/// <summary>A write in several places counts as one: an error tells how much of all of it was done.</summary>
/// <param name="Before">The bytes of the places that are written already.</param>
/// <param name="After">The bytes of the places that are still to come.</param>
internal readonly record struct OtherPlaces(long Before, long After);
