import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

/** Kinds of nodes that only stand for themselves, whatever text is in them. */
const quiet: ReadonlySet<string> = new Set(["text", "inlineCode"]);

interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
  readonly value?: string;
  readonly url?: string;
}

/**
 * What a reader of a Markdown text gets besides words and code: its headings, links, lists, tables, in their order, and what GitHub would make
 * of the words: mentions, issues, addresses.
 */
export const markdownSigns = (text: string): readonly string[] => signsIn(treeOf(text));

const treeOf = (text: string): Node =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

const signsIn = (node: Node): readonly string[] => [
  ...(quiet.has(node.type) ? [] : [node.url === undefined ? node.type : `${node.type} ${node.url}`]),
  ...(node.type === "html" ? [node.value ?? ""] : []),
  ...(node.type === "text" ? activeWords(node.value ?? "") : []),
  ...(node.children ?? []).flatMap(signsIn),
];

/** What GitHub links in a text that is no code: it looks at what Markdown has become. */
const activeWords = (text: string): readonly string[] =>
  text.match(/(?<![\w/])@[\w-]+|#\d+|\bGH-\d+|https?:\/\/\S+|\bwww\.\S+/gi) ?? [];

/** Endings and beginnings of all that Markdown, GitHub and terminals act on. */
export const hostileTexts: readonly string[] = [
  "<img src=https://pots.example.com/p.png>",
  "</td><script>alert(1)</script>",
  "<!-- ",
  "[renew your key](https://pots.example.com/in)",
  "![pot](https://pots.example.com/p.png)",
  "[pot]: https://pots.example.com",
  "[^1]",
  "https://pots.example.com www.pots.example.com",
  "pots@pans.example",
  "@pots-team",
  "closes #1, fixes GH-2, resolves pots/pans#3",
  "&#64;pots-team &lt;img&gt; &commat;pots",
  "`",
  "``` x",
  "pot` @pots-team `pan",
  "`a``b`",
  "\\` @pots-team \\`",
  "a\\|b | c | d",
  "**bold** _slanted_ ~~gone~~ __x__ *y*",
  "$x$ $`y`$",
  "# Pots",
  "1. pot",
  "- pot",
  "+ pot",
  "> pot",
  "---",
  "===",
  "| a | b |",
  "    indented",
  "\u001b[2J\u009b31m\u0007",
  "\u202epots\u2066",
  "\ud800",
  'say "pots"',
  "`https://pots.example.com` `@pots`",
  "%% pot; pan: {lid}",
];

/** The same over several lines, where a line can begin anew. */
export const hostileLines: readonly string[] = [
  ...hostileTexts,
  "\n\n## A heading of the vendor's\n\n",
  "\n---\n",
  "\r\n\r\n- [ ] pot\r\n",
  "\n```\n@pots-team\n",
  "\n| a | b |\n|---|---|\n",
  "\n[pot]: https://pots.example.com\n",
  "\u2028# Pots\u2029",
];
