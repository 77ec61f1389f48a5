#compdef dotnet-remotedeploy
# zsh completion for dotnet-remotedeploy and dotnet remotedeploy.
# Load it from ~/.zshrc, after compinit, with: source <(dotnet-remotedeploy completion zsh)

# Completes after the first $1 words, which name the tool.
__remotedeploy_complete() {
    local line="${(j: :)words[$1 + 1,CURRENT]}"
    local -a found
    found=("${(@f)$(dotnet-remotedeploy "[suggest:${#line}]" "$line" 2>/dev/null)}")
    found=(${found:#})
    if (( ${#found} )); then
        compadd -- $found
    else
        _files
    fi
}

_dotnet-remotedeploy() {
    __remotedeploy_complete 1
}

# `dotnet` may have a completion already: it goes on for everything but `dotnet remotedeploy`.
if [[ ${_comps[dotnet]:-} != __remotedeploy_dotnet ]]; then
    typeset -g __remotedeploy_of_dotnet=${_comps[dotnet]:-}
fi

__remotedeploy_dotnet() {
    if [[ ${words[2]:-} == remotedeploy ]] && (( CURRENT > 2 )); then
        __remotedeploy_complete 2
    elif [[ -n $__remotedeploy_of_dotnet ]]; then
        $__remotedeploy_of_dotnet
    else
        _files
    fi
}

compdef _dotnet-remotedeploy dotnet-remotedeploy
compdef __remotedeploy_dotnet dotnet
