/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "complete.h"
#include "language.h"

#include <string.h>

static const struct {
    const char *shell;
    const char *script;
} scripts[] = {
    { "bash",
        "# bash completion of jindu\n"
        "_jindu()\n"
        "{\n"
        "    mapfile -t COMPREPLY < <(\"${COMP_WORDS[0]}\" completion words "
        "-- \\\n"
        "        \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)\n"
        "    COMPREPLY=(\"${COMPREPLY[@]%%$'\\t'*}\")\n"
        "}\n"
        "complete -o default -F _jindu jindu\n" },
    { "zsh",
        "#compdef jindu\n"
        "# zsh completion of jindu\n"
        "_jindu()\n"
        "{\n"
        "    local -a lines pairs\n"
        "    local line\n"
        "    lines=(\"${(@f)$($words[1] completion words -- \\\n"
        "        \"${(@)words[2,CURRENT]}\" 2>/dev/null)}\")\n"
        "    if [[ -z $lines ]]; then\n"
        "        _files\n"
        "        return\n"
        "    fi\n"
        "    for line in $lines; do\n"
        "        pairs+=(\"${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}\")\n"
        "    done\n"
        "    _describe jindu pairs\n"
        "}\n"
        "if [[ $funcstack[1] == _jindu ]]; then\n"
        "    _jindu \"$@\"\n"
        "else\n"
        "    compdef _jindu jindu\n"
        "fi\n" },
    { "fish", "# fish completion of jindu\n"
              "function __jindu\n"
              "    set -l words (commandline -opc)\n"
              "    set -l current (commandline -ct)\n"
              "    set -l found ($words[1] completion words -- $words[2..-1] "
              "\"$current\" 2>/dev/null)\n"
              "    if test (count $found) -gt 0\n"
              "        printf '%s\\n' $found\n"
              "    else\n"
              "        __fish_complete_path \"$current\"\n"
              "    end\n"
              "end\n"
              "complete -c jindu -f -a '(__jindu)'\n" },
};

static int
run(struct context *context)
{
    struct output *output = &context->output;
    const char *shell = context->operands[0];
    if (strcmp(shell, "words") == 0) {
        /* The shell puts them on the command line, where they are read back. */
        output->convert_results = codeset_reads(output->codeset);
        complete_print(
            output, context->operands + 1, context->operand_count - 1);
        return 0;
    }
    if (context->operand_count > 1) {
        return command_usage(
            context, _("'%s' is one word too many"), context->operands[1]);
    }
    for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
        if (strcmp(scripts[i].shell, shell) == 0) {
            /* As it is: a line that was broken is another command. */
            output_write(output, scripts[i].script, strlen(scripts[i].script));
            return 0;
        }
    }
    return command_usage(
        context, _("no completion for '%s': bash, zsh or fish"), shell);
}

const struct command cmd_completion = {
    .name = "completion",
    .operands = "bash|zsh|fish",
    .least = 1,
    .most = COMMAND_OPERANDS_MAX,
    .summary = N_("print the completion script of a shell"),
    .details = N_("The script asks 'jindu completion words' what may come "
                  "next, so it never grows old.\n"
                  "  eval \"$(jindu completion bash)\"\n"
                  "  jindu completion zsh >~/.zfunc/_jindu\n"
                  "  jindu completion fish "
                  ">~/.config/fish/completions/jindu.fish"),
    .run = run,
    .bare = true,
};
