@{
    # All default rules, which include those of the groups CmdletDesign and PSGallery, and these on style.
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        # PowerShell 7 reads UTF-8 without a byte order mark.
        'PSUseBOMForUnicodeEncodedFile'

        # The short helpers of examples and tests read better without the names.
        'PSAvoidUsingPositionalParameters'

        # The cmdlets ask, as their tests prove; the functions in scripts are steps of something that was asked for.
        'PSUseShouldProcessForStateChangingFunctions'
    )
    Rules               = @{
        # Blocks in which parameters count as used.
        PSReviewUnusedParameter            = @{ CommandsToTraverse = @('Use-SharedMutex', 'Use-SharedSemaphore') }
        PSAvoidSemicolonsAsLineTerminators = @{ Enable = $true }
        PSPlaceCloseBrace                  = @{ Enable = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true; NoEmptyLineBefore = $true }
        PSPlaceOpenBrace                   = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSUseConsistentIndentation         = @{ Enable = $true; Kind = 'space'; IndentationSize = 4; PipelineIndentation = 'IncreaseIndentationForFirstPipeline' }
        PSUseConsistentWhitespace          = @{ Enable = $true; CheckOperator = $false; CheckParameter = $true }
        PSUseCorrectCasing                 = @{ Enable = $true }
    }
}
