namespace MmapModule;

/// <summary>What is at the start of disks and their partitions.</summary>
internal static class DiskStructs
{
    internal static ReadyStruct Mbr { get; } = new("MBR", "UEFI Specification, 5.2.1", """
        u8[440] bootCode
        u32 diskSignature
        u16 reserved
        {
          u8 bootIndicator; u8[3] startingChs
          enum u8 {
            Empty, FAT12, FAT16Small = 4, Extended, FAT16, NTFS, FAT32 = 0x0B, FAT32LBA, FAT16LBA = 0x0E, ExtendedLBA, LinuxSwap = 0x82, Linux,
            LinuxExtended = 0x85, LVM = 0x8E, FreeBSD = 0xA5, OpenBSD, NetBSD = 0xA9, GPT = 0xEE, EFI, LinuxRaid = 0xFD
          } type
          u8[3] endingChs; u32 startingLba, sizeInLba
        }[4] partitions
        "\x55\xAA"

        """);

    internal static ReadyStruct Gpt { get; } = new("GPT", "UEFI Specification, 5.3, for sectors of 512 bytes; from the start of the disk", """
        @512 "EFI PART"
        u32 revision, headerSize, headerCrc32
        pad[4]
        u64 myLba, alternateLba, firstUsableLba, lastUsableLba
        guid diskGuid
        u64 partitionEntryLba
        u32 numberOfPartitionEntries, sizeOfPartitionEntry, partitionEntryArrayCrc32
        @(partitionEntryLba * 512) {
          guid type, id; u64 startingLba, endingLba, attributes; utf16[36] name; pad[sizeOfPartitionEntry - 128]
        }[numberOfPartitionEntries] partitions

        """);

    internal static ReadyStruct Ext4 { get; } = new("EXT4", "Linux, Documentation/filesystems/ext4/super.rst; from the start of the partition", """
        @1024
        u32 inodesCount, blocksCountLow, reservedBlocksCountLow, freeBlocksCountLow, freeInodesCount, firstDataBlock, logBlockSize, logClusterSize
        u32 blocksPerGroup, clustersPerGroup, inodesPerGroup, mountTime, writeTime
        u16 mountCount, maxMountCount
        "\x53\xEF"
        flags u16 { clean, errors, orphans } state
        enum u16 { none, continue, remountReadOnly, panic } errors
        u16 minorRevision
        u32 lastCheck, checkInterval
        enum u32 { Linux, Hurd, Masix, FreeBSD, Lites } creatorOs
        u32 revision
        u16 defaultReservedUid, defaultReservedGid
        u32 firstInode
        u16 inodeSize, blockGroup
        flags u32 {
          dir_prealloc, imagic_inodes, has_journal, ext_attr, resize_inode, dir_index, lazy_bg, exclude_inode, exclude_bitmap, sparse_super2,
          fast_commit, stable_inodes, orphan_file
        } featureCompat
        flags u32 {
          compression, filetype, needs_recovery, journal_dev, meta_bg, extent = 0x40, bits64 = 0x80, mmp = 0x100, flex_bg = 0x200, ea_inode = 0x400,
          dirdata = 0x1000, metadata_csum_seed = 0x2000, large_dir = 0x4000, inline_data = 0x8000, encrypt = 0x10000, casefold = 0x20000
        } featureIncompat
        flags u32 {
          sparse_super, large_file, btree_dir, huge_file, uninit_bg, dir_nlink, extra_isize, has_snapshot, quota, bigalloc, metadata_csum, replica,
          read_only, project, shared_blocks, verity, orphan_present
        } featureRoCompat
        guidbe uuid
        char[16] volumeName
        char[64] lastMounted
        u32 algorithmUsageBitmap
        u8 preallocBlocks, preallocDirBlocks
        u16 reservedGdtBlocks
        guidbe journalUuid
        u32 journalInode, journalDevice, lastOrphan
        u32[4] hashSeed
        enum u8 { legacy, half_md4, tea, legacy_unsigned, half_md4_unsigned, tea_unsigned, siphash } defaultHashVersion
        u8 journalBackupType
        u16 descriptorSize
        u32 defaultMountOptions, firstMetaBlockGroup, makeTime
        u32[17] journalBlocks
        u32 blocksCountHigh, reservedBlocksCountHigh, freeBlocksCountHigh
        @2048

        """);
}
