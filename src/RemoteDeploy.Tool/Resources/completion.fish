# fish completion for dotnet-remotedeploy and dotnet remotedeploy.
# Install with: dotnet-remotedeploy completion fish > ~/.config/fish/completions/dotnet-remotedeploy.fish

# Asks the tool; $argv[1] is how many words name it.
function __remotedeploy_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process) (commandline --current-token --cut-at-cursor)
    set -l line (string join ' ' -- $words[(math $argv[1] + 1)..])
    dotnet-remotedeploy "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end

function __remotedeploy_is_dotnet_verb
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    test (count $words) -ge 2; and test "$words[2]" = remotedeploy
end

complete --command dotnet-remotedeploy --arguments '(__remotedeploy_complete 1)'
complete --command dotnet --condition __remotedeploy_is_dotnet_verb --arguments '(__remotedeploy_complete 2)'
