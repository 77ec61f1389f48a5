#compdef dotnet-remotedeploy
# zsh completion for dotnet-remotedeploy and dotnet remotedeploy.
# Add it to ~/.zshrc, after compinit, with: dotnet remotedeploy completion zsh >> ~/.zshrc

# Completes after the first $1 words, which name the tool, and asks it by the rest of the arguments.
# One that a folder's tool manifest brings is reached by dotnet alone.
__remotedeploy_complete() {
    local line="${(j: :)words[$1 + 1,CURRENT]}"
    local -a found
    shift
    found=("${(@f)$("$@" "[suggest:${#line}]" "$line" 2>/dev/null)}")
    found=(${found:#})
    if (( ${#found} )); then
        compadd -- $found
    else
        _files
    fi
}

_dotnet-remotedeploy() {
    __remotedeploy_complete 1 dotnet-remotedeploy
}

# `dotnet` may have a completion already: it goes on for everything but `dotnet remotedeploy`.
if [[ ${_comps[dotnet]:-} != __remotedeploy_dotnet ]]; then
    typeset -g __remotedeploy_of_dotnet=${_comps[dotnet]:-}
fi

__remotedeploy_dotnet() {
    if [[ ${words[2]:-} == remotedeploy ]] && (( CURRENT > 2 )); then
        __remotedeploy_complete 2 dotnet remotedeploy
    elif [[ -n $__remotedeploy_of_dotnet ]]; then
        $__remotedeploy_of_dotnet
    else
        _files
    fi
}

compdef _dotnet-remotedeploy dotnet-remotedeploy
compdef __remotedeploy_dotnet dotnet
