import ts from 'typescript';
import { isTestCode, type RepositoryFile } from './repository.js';

/** A place where code breaks a rule of the house that the linter has no rule for. */
export interface Violation {
  readonly where: string;
  readonly rule: 'bare_catch' | 'catch_in_test' | 'cast_without_reason' | 'silenced_check' | 'todo';
}

// Written with classes of one letter, so that this file does not break its own rules.
const silencers = /(?:biome|eslint)[-](?:ignore|disable)|@ts[-](?:ignore|nocheck)|(?:c8|v8|istanbul)[ ]ignore/;
const typeSilencer = /@ts[-]expect-error/;
const unfinished = /\b(?:TO[D]O|FIX[M]E|X[X]X)\b/;

/** Lists every broken rule of one TypeScript file. Only sources must give a reason for a cast, tests need not. */
export function findViolations(file: RepositoryFile): readonly Violation[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const comments = commentsByLine(source);
  const found: Violation[] = [];
  const report = (line: number, rule: Violation['rule']): void => {
    found.push({ where: `${file.path}:${line + 1}`, rule });
  };

  const visit = (node: ts.Node): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line;
    if (ts.isCatchClause(node)) {
      if (node.variableDeclaration === undefined) report(line, 'bare_catch');
      if (file.path.endsWith('.test.ts')) report(line, 'catch_in_test');
    }
    if (ts.isAsExpression(node) && !isTestCode(file.path) && !isConst(node.type)) {
      if (!hasReason(source, node, comments)) report(line, 'cast_without_reason');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);

  for (const [line, comment] of comments) {
    if (silencers.test(comment)) report(line, 'silenced_check');
    if (typeSilencer.test(comment) && !isTestCode(file.path)) report(line, 'silenced_check');
    if (unfinished.test(comment)) report(line, 'todo');
  }
  return found;
}

function isConst(type: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(type) && type.getText() === 'const';
}

/** A reason stands at the end of the cast's line, or right above the line or the statement it is in. */
function hasReason(source: ts.SourceFile, cast: ts.AsExpression, comments: ReadonlyMap<number, string>): boolean {
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const statement = ts.findAncestor(cast, ts.isStatement) ?? cast;
  const type = lineOf(cast.type.getStart());
  return [type, type - 1, lineOf(cast.getStart()) - 1, lineOf(statement.getStart()) - 1].some((line) =>
    comments.has(line),
  );
}

/** Comments by the line they end on, read from the syntax tree: a `//` inside a string is none. */
function commentsByLine(source: ts.SourceFile): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const take = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const range of ranges ?? []) {
      found.set(source.getLineAndCharacterOfPosition(range.end).line, source.text.slice(range.pos, range.end));
    }
  };
  const visit = (node: ts.Node): void => {
    if (node.getChildCount() === 0) {
      take(ts.getLeadingCommentRanges(source.text, node.pos));
      take(ts.getTrailingCommentRanges(source.text, node.end));
    }
    for (const child of node.getChildren()) visit(child);
  };
  visit(source);
  return found;
}
