@{
    RootModule             = 'bin/MmapModule.dll'
    ModuleVersion          = '0.2.0'
    GUID                   = '6f0d6c0e-6a3f-4c5e-9d0b-2b7f7a3c1e54'
    Author                 = 'MmapModule contributors'
    CompanyName            = 'MmapModule contributors'
    Copyright              = '(c) MmapModule contributors. MIT license.'
    Description            = 'Memory mapping for PowerShell: map files and shared memory of any size, read and patch them at any offset, share them between processes - and survive a file that is truncated meanwhile.'
    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')
    FormatsToProcess       = @('bin/MmapModule.Format.ps1xml')
    TypesToProcess         = @('bin/MmapModule.Types.ps1xml')
    CmdletsToExport        = @(
        'Add-MemoryMapSeal',
        'Clear-FileCache',
        'Clear-MappedRegion',
        'Compare-MappedRegion',
        'Copy-MappedRegion',
        'Format-MappedRegion',
        'Get-FileCache',
        'Get-FileExtent',
        'Get-MappedStruct',
        'Get-MemoryLimit',
        'Get-MemoryMap',
        'Get-MemoryMapResidency',
        'Get-MessageQueue',
        'Get-ProcessMemoryMap',
        'Get-SharedMemory',
        'Get-SharedMutex',
        'Get-SharedSemaphore',
        'Initialize-FileCache',
        'Lock-MemoryMap',
        'Lock-SharedMutex',
        'Measure-MappedRegion',
        'New-MappedStruct',
        'New-MemoryMap',
        'New-MessageQueue',
        'New-SharedSemaphore',
        'Read-MappedRegion',
        'Receive-MessageQueue',
        'Remove-MemoryMap',
        'Remove-MessageQueue',
        'Remove-SharedMemory',
        'Remove-SharedSemaphore',
        'Resize-MemoryMap',
        'Save-MemoryMap',
        'Search-MappedRegion',
        'Select-MappedRegion',
        'Send-MessageQueue',
        'Set-MemoryMapAdvice',
        'Set-MemoryMapProtection',
        'Show-MappedRegion',
        'Sync-MemoryMap',
        'Test-MemoryMap',
        'Unlock-MemoryMap',
        'Unlock-SharedMutex',
        'Unlock-SharedSemaphore',
        'Update-MappedValue',
        'Use-SharedMutex',
        'Use-SharedSemaphore',
        'Wait-MappedRegion',
        'Wait-MemoryMap',
        'Wait-SharedSemaphore',
        'Watch-MappedRegion',
        'Write-MappedRegion'
    )
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @('fmr', 'gmm', 'nmm', 'rdmr', 'rmm', 'srmr', 'symm', 'wrmr')
    PrivateData            = @{
        PSData = @{
            Tags         = @('mmap', 'MemoryMap', 'MemoryMappedFile', 'SharedMemory', 'binary', 'hex', 'PSEdition_Core', 'Linux', 'Windows')
            LicenseUri   = 'https://github.com/MmapModule/MmapModule/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/MmapModule/MmapModule'
            IconUri      = 'https://raw.githubusercontent.com/MmapModule/MmapModule/main/docs/pictures/icon.png'
            ReleaseNotes = @'
- Files everywhere: Search-MappedRegion ERROR *.log, Format-MappedRegion ./f; the cmdlet maps and unmaps them.
- Hits with line, text, context and groups; several patterns in one pass; UTF-16; trees.
- Between processes: semaphores, locks, POSIX and System V queues and a shared queue, watching.
- Layouts for real formats (ELF, PE, ZIP, PNG and more), dumps in both ways, output of programs byte for byte.
- Pictures and measures of whole files, extents, holes, page cache by range and tree, memory of other processes.
- A truncated file never ends the shell; what that took is described in docs/guarantees.md.
Changes that affect scripts: see https://github.com/MmapModule/MmapModule/blob/main/CHANGELOG.md
'@
        }
    }
}
