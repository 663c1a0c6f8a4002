# A PowerShell that runs scripts for tests, each in a fresh runspace, with the output of pwsh -File. Shared.ps1 starts it.
#
# The pipe is a file, on Windows a named pipe. Each line of it is a request in JSON: Script, Arguments, Variables (of the environment), Folder and Token. At its end
# a line on standard output says "Token, exit code".

param([Parameter(Mandatory)] [string] $PipePath)

$rendering = $PSStyle.OutputRendering
if ($IsWindows) {
    $stream = [System.IO.Pipes.NamedPipeClientStream]::new('.', $PipePath, 'In')
    $stream.Connect(60000)
}
else {
    $stream = [System.IO.FileStream]::new($PipePath, 'Open', 'Read', 'ReadWrite', 1)
}

$reader = [System.IO.StreamReader]::new($stream)
while ($line = $reader.ReadLine()) {
    $request = $line | ConvertFrom-Json -AsHashtable
    $before = [System.Environment]::GetEnvironmentVariables()
    foreach ($name in $request.Variables.Keys) {
        [System.Environment]::SetEnvironmentVariable($name, $request.Variables[$name])
    }

    # The same host, so that all looks as in a PowerShell that was started for this script.
    $runspace = [runspacefactory]::CreateRunspace($Host, [initialsessionstate]::CreateDefault2())
    $runspace.Open()
    $null = $runspace.SessionStateProxy.Path.SetLocation($request.Folder)
    $shell = [powershell]::Create($runspace)
    $command = [System.Management.Automation.Runspaces.Command]::new($request.Script)
    $command.MergeMyResults('Error', 'Output')
    foreach ($argument in $request.Arguments) {
        # -WhatIf and the like are names, as they are on a command line.
        $command.Parameters.Add($argument -match '^-[a-z]\w*$' ? [System.Management.Automation.Runspaces.CommandParameter]::new($argument) : [System.Management.Automation.Runspaces.CommandParameter]::new([NullString]::Value, $argument))
    }

    $shell.Commands.AddCommand($command).AddCommand('Out-Default') | Out-Null
    $exitCode = 0
    try {
        $null = $shell.Invoke()

        # Without an exit of its own, a script that comes to its end is a success, whatever it has run last.
        $syntax = [System.Management.Automation.Language.Parser]::ParseFile($request.Script, [ref] $null, [ref] $null)
        if ($syntax.Find({ $args[0] -is [System.Management.Automation.Language.ExitStatementAst] }, $true)) {
            $exitCode = [int] $runspace.SessionStateProxy.GetVariable('LASTEXITCODE')
        }
    }
    catch {
        $exitCode = 1
        $shell.Commands.Clear()
        $last = [System.Management.Automation.Runspaces.Command]::new('[CmdletBinding()] param($Record) $PSCmdlet.WriteError($Record)', $true)
        $last.Parameters.Add('Record', $_.Exception.InnerException.ErrorRecord)
        $last.MergeMyResults('Error', 'Output')
        $null = $shell.Commands.AddCommand($last).AddCommand('Out-Default')
        $null = $shell.Invoke()
    }

    # What the script has left open would be seen by the next one.
    $shell.Commands.Clear()
    $null = $shell.AddScript('if (Get-Module MmapModule) { Get-MemoryMap | Remove-MemoryMap -Confirm:$false -ErrorAction Ignore }; Get-Job | Remove-Job -Force').Invoke()
    $shell.Dispose()
    $runspace.Dispose()
    foreach ($name in [System.Environment]::GetEnvironmentVariables().Keys + @($before.Keys) | Select-Object -Unique) {
        [System.Environment]::SetEnvironmentVariable($name, $before[$name])
    }

    # One for all sessions of the process.
    $PSStyle.OutputRendering = $rendering
    [System.GC]::Collect()
    [System.GC]::WaitForPendingFinalizers()
    if ($IsWindows) {
        # What comes through a pipe has no end of its own.
        [System.Console]::Error.Write("`n$($request.Token)`n")
    }

    [System.Console]::Error.Flush()
    [System.Console]::Out.Write("`n$($request.Token) $exitCode`n")
    [System.Console]::Out.Flush()
}
