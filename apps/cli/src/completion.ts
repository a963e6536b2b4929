import { type Command, type CommandOption, leavesOf } from "./command.ts";

/** The shells that completion is written for. */
export const shells: readonly Shell[] = ["bash", "zsh", "fish"];

export type Shell = "bash" | "zsh" | "fish";

/** A script that completes the words of the command line, made from the table of commands. */
export const completionScript = (shell: Shell, commands: readonly Command[]): string => scripts[shell](commands);

const bash = (commands: readonly Command[]): string => `# genwait completion bash
_genwait() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words="" first=2
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted(namesOf(commands))} -- "$word"))
    return
  fi
  case "$command" in
${groupsOf(commands).map(bashGroup).join("\n")}
  esac
  case "$command $before" in
${leavesOf(commands).flatMap(bashValues).join("\n")}
  esac
  case "$command" in
${leavesOf(commands).map(bashWords).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _genwait genwait
`;

/** The name of a command of the group belongs to the command's. */
const bashGroup = ({ name, words }: Command): string =>
  `    ${name}) first=3; command="$command \${COMP_WORDS[2]}"; if [ "$COMP_CWORD" -eq 2 ]; then COMPREPLY=($(compgen -W ${quoted(words?.().join(" ") ?? "")} -- "$word")); return; fi ;;`;

const bashValues = ({ name, options }: Command): readonly string[] =>
  options.flatMap((option) => {
    if (option.value === undefined) return [];
    const patterns = wordsOfOption(option).map((word) => quoted(`${name} ${word}`));
    return [`    ${patterns.join("|")}) ${bashValue(option)}; return ;;`];
  });

const bashValue = ({ completes }: CommandOption): string => {
  if (completes === "files") return `COMPREPLY=($(compgen -f -- "$word"))`;
  if (completes === "folders") return `COMPREPLY=($(compgen -d -- "$word"))`;
  return completes === undefined ? ":" : `COMPREPLY=($(compgen -W ${quoted(completes.join(" "))} -- "$word"))`;
};

const bashWords = ({ name, options, words }: Command): string => {
  const all = options.map((option) => `--${option.name}`).join(" ");
  const first = words?.().join(" ") ?? "";
  return `    ${quoted(name)}) words=${quoted(all)}; if [ "$COMP_CWORD" -eq "$first" ]; then words="$words "${quoted(first)}; fi ;;`;
};

const zsh = (commands: readonly Command[]): string => `#compdef genwait
_genwait() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${groupsOf(commands).map(zshGroup).join("\n")}
  esac
  case "$command" in
${leavesOf(commands).map(zshCase).join("\n")}
  esac
}
if [ "$funcstack[1]" = "_genwait" ]; then _genwait "$@"; else compdef _genwait genwait; fi
`;

const zshGroup = ({ name, commands = [] }: Command): string => `    ${name})
      commands=(${commands.map((one) => quoted(`${one.name}:${one.summary}`)).join(" ")})
      if (( CURRENT == 2 )); then
        _describe command commands
        return
      fi
      command="$command $words[2]"
      shift words
      (( CURRENT-- ))
      ;;`;

const zshCase = ({ name, options, words }: Command): string => {
  const first = words?.() ?? [];
  const parts = [
    ...options.flatMap(zshOption),
    ...(first.length === 0 ? [] : [quoted(`1: :(${first.join(" ")})`)]),
    quoted("*: :_files"),
  ];
  return `    ${quoted(name)}) _arguments ${parts.join(" ")} ;;`;
};

const zshOption = (option: CommandOption): readonly string[] => {
  const meaning = option.meaning.replaceAll(/[[\]:\\]/g, (sign) => `\\${sign}`);
  const value = option.value === undefined ? "" : `: :${zshValue(option)}`;
  const again = option.multiple === true ? "*" : "";
  return wordsOfOption(option).map((word) => quoted(`${again}${word}[${meaning}]${value}`));
};

const zshValue = ({ completes }: CommandOption): string => {
  if (completes === "files") return "_files";
  if (completes === "folders") return "_files -/";
  return completes === undefined ? "" : `(${completes.join(" ")})`;
};

const fish = (commands: readonly Command[]): string =>
  `# genwait completion fish
function __genwait_after
  set -l words (commandline -opc)
  set -l last (math (count $argv) + 1)
  test (count $words) -ge $last; and test "$words[2..$last]" = "$argv"
end
function __genwait_only
  test (count (commandline -opc)) -eq (math (count $argv) + 1); or return 1
  test (count $argv) -eq 0; or __genwait_after $argv
end
complete -c genwait -f
${commands.flatMap((command) => fishCommand(command)).join("\n")}
`;

const fishCommand = (
  { name, summary, options, words, commands }: Command,
  group: readonly string[] = [],
): readonly string[] => {
  const whole = [...group, name];
  const complete = (condition: string): string => `complete -c genwait -n ${quoted(condition)}`;
  const first = commands === undefined ? (words?.() ?? []) : [];
  return [
    `${complete(["__genwait_only", ...group].join(" "))} -a ${name} -d ${quoted(summary)}`,
    ...(commands ?? []).flatMap((one) => fishCommand(one, whole)),
    ...(first.length === 0 ? [] : [`${complete(`__genwait_only ${whole.join(" ")}`)} -a ${quoted(first.join(" "))}`]),
    ...options.map(
      (option) =>
        `${complete(`__genwait_after ${whole.join(" ")}`)} -l ${option.name}${option.short === undefined ? "" : ` -s ${option.short}`}${fishValue(option)} -d ${quoted(option.meaning)}`,
    ),
  ];
};

const fishValue = ({ value, completes }: CommandOption): string => {
  if (value === undefined) return "";
  if (completes === "files") return " -r -F";
  if (completes === "folders") return ` -x -a ${quoted("(__fish_complete_directories)")}`;
  return completes === undefined ? " -x" : ` -x -a ${quoted(completes.join(" "))}`;
};

const wordsOfOption = ({ name, short }: CommandOption): readonly string[] => [
  `--${name}`,
  ...(short === undefined ? [] : [`-${short}`]),
];

const groupsOf = (commands: readonly Command[]): readonly Command[] =>
  commands.filter((command) => command.commands !== undefined);

const namesOf = (commands: readonly Command[]): string => commands.map(({ name }) => name).join(" ");

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const scripts: Readonly<Record<Shell, (commands: readonly Command[]) => string>> = { bash, zsh, fish };
