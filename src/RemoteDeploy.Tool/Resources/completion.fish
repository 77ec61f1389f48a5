# fish completion for dotnet-remotedeploy and dotnet remotedeploy.
# Install with: dotnet remotedeploy completion fish > ~/.config/fish/completions/dotnet-remotedeploy.fish

# Asks the tool by the words that name it, $argv. One that a folder's tool manifest brings is reached by dotnet alone.
function __remotedeploy_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process) (commandline --current-token --cut-at-cursor)
    set -l line (string join ' ' -- $words[(math (count $argv) + 1)..])
    $argv "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end

function __remotedeploy_is_dotnet_verb
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    test (count $words) -ge 2; and test "$words[2]" = remotedeploy
end

complete --command dotnet-remotedeploy --arguments '(__remotedeploy_complete dotnet-remotedeploy)'
complete --command dotnet --condition __remotedeploy_is_dotnet_verb --arguments '(__remotedeploy_complete dotnet remotedeploy)'
