# bash completion for dotnet-remotedeploy and dotnet remotedeploy.
# Add it to ~/.bashrc with: dotnet remotedeploy completion bash >> ~/.bashrc

# Completes after $1, the part of the command line that names the tool. The other arguments are the tool as it was called:
# one that a folder's tool manifest brings is reached by dotnet alone.
__remotedeploy_complete() {
    local rest="${COMP_LINE:${#1}}" point=$((COMP_POINT - ${#1})) line blanks
    shift
    blanks="${rest%%[! ]*}"
    rest="${rest:${#blanks}}"
    point=$((point - ${#blanks}))
    ((point < 0)) && point=0
    rest="${rest:0:point}"

    # bash splits words at ':' and '=': what stands before the last one in this word is not for the reply.
    local word="${rest##* }" kept="" current="${COMP_WORDS[COMP_CWORD]}"
    case $current in : | =) current="" ;; esac
    [[ -n $word && $word == *"$current" ]] && kept="${word%"$current"}"
    COMPREPLY=()
    while IFS= read -r line; do
        [[ -n $line && $line == "$word"* ]] && COMPREPLY+=("${line#"$kept"}")
    done < <("$@" "[suggest:$point]" "$rest" 2>/dev/null)
    if ((${#COMPREPLY[@]} == 0)); then
        compopt -o default 2>/dev/null
    fi
}

__remotedeploy() {
    __remotedeploy_complete "${COMP_WORDS[0]}" dotnet-remotedeploy
}

complete -F __remotedeploy dotnet-remotedeploy

# `dotnet` may have a completion already: it goes on for everything but `dotnet remotedeploy`.
# Loaded twice, it does not take itself for that one.
__remotedeploy_before=$(complete -p dotnet 2>/dev/null | sed -n 's/.* -F \([^ ]*\) .*/\1/p')
if [[ $__remotedeploy_before != __remotedeploy_dotnet ]]; then
    __remotedeploy_of_dotnet=$__remotedeploy_before
fi
unset __remotedeploy_before

__remotedeploy_dotnet() {
    if [[ ${COMP_WORDS[1]} == remotedeploy ]] && ((COMP_CWORD > 1)); then
        __remotedeploy_complete "${COMP_LINE%%remotedeploy*}remotedeploy" dotnet remotedeploy
    elif [[ -n $__remotedeploy_of_dotnet ]]; then
        "$__remotedeploy_of_dotnet" "$@"
    else
        compopt -o default 2>/dev/null
    fi
}

complete -F __remotedeploy_dotnet dotnet
