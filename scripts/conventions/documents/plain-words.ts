import type { RepositoryFile } from '../repository.js';

/** Files with old words that people read in Slack. They go when the messages are rewritten. */
export const wordedForSlack: readonly string[] = ['packages/core/src/domain/policy/may-vote.ts'];

/** The sources that are written in plain English, as path prefixes. Add yours when it is; nothing is removed. */
export const plainPaths: readonly string[] = [
  'packages/adapter-azure-functions/src/',
  'packages/adapter-bolt/src/',
  'packages/adapter-express/src/',
  'packages/adapter-socket-mode/src/',
  'packages/cli/src/',
  'packages/core/src/',
  'packages/opentelemetry/src/',
  'packages/slack-simulator/src/',
  'packages/source-agents/src/',
  'packages/source-alertmanager/src/',
  'packages/source-http/src/',
  'packages/source-mcp/src/',
  'packages/store-azure-tables/src/',
  'packages/store-postgres/src/',
  'packages/store-sqlite/src/',
  'packages/testing/src/',
];

/** Says whether a file is a document for readers: at the root, a guide, of an example or the bench, or the README of a package. */
export function isDocument(path: string): boolean {
  return /^(?:[A-Z]+\.md|docs\/guides\/[^/]+\.md|examples\/.+\.md|(?:bench|packages\/[^/]+)\/README\.md)$/.test(path);
}

/** Words that make a sentence hard to read, and names that hide a maximum or a default. */
const oldWords: readonly RegExp[] = [
  /\bwhoever\b/gi,
  /\bsomebody\b/gi,
  /\bis none\b/gi,
  /\bat hand\b/gi,
  /\blives on\b/gi,
  /\bof (?:its|their) own\b/gi,
  /\bby itself\b/gi,
  /\bso it is meant\b/gi,
  /\bmost[A-Z]\w*/g,
  /\busually[A-Z]\w*/g,
];

/** More of them, for documents: there they are told to readers who do not know the code. */
const oldWordsOfDocuments: readonly RegExp[] = [
  ...oldWords,
  // "what is asked is stored"
  /\bwhat (?:is|was|are) [\w-]+ (?:is|was|are)\b/gi,
  /\b(?:any|every)body\b/gi,
  /\bmerely\b/gi,
  /\b(?:what|as) one (?:sees|has|does)\b/gi,
];

/** Lists the old words in the comments, texts and names of a file, as `path:line word`. */
export function findOldWords({ path, text }: RepositoryFile): readonly string[] {
  const words = isDocument(path) ? oldWordsOfDocuments : oldWords;
  return text
    .split('\n')
    .flatMap((line, index) =>
      words.flatMap((word) => [...line.matchAll(word)].map(([found]) => `${path}:${index + 1} ${found}`)),
    );
}
