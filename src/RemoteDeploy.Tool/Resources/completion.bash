# bash completion for dotnet-remotedeploy and dotnet remotedeploy.
# Load it from ~/.bashrc with: source <(dotnet-remotedeploy completion bash)

# Asks the tool. $1: the command line after the tool's name; $2: the cursor's place in it.
__remotedeploy_suggest() {
    dotnet-remotedeploy "[suggest:$2]" "$1" 2>/dev/null
}

# Completes after $1, the part of the command line that names the tool.
__remotedeploy_complete() {
    local rest="${COMP_LINE:${#1}}" point=$((COMP_POINT - ${#1})) line blanks
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
    done < <(__remotedeploy_suggest "$rest" "$point")
    if ((${#COMPREPLY[@]} == 0)); then
        compopt -o default 2>/dev/null
    fi
}

__remotedeploy() {
    __remotedeploy_complete "${COMP_WORDS[0]}"
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
        __remotedeploy_complete "${COMP_LINE%%remotedeploy*}remotedeploy"
    elif [[ -n $__remotedeploy_of_dotnet ]]; then
        "$__remotedeploy_of_dotnet" "$@"
    else
        compopt -o default 2>/dev/null
    fi
}

complete -F __remotedeploy_dotnet dotnet
