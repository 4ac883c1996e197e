import ts from 'typescript';
import { isTestCode, type RepositoryFile } from './repository.js';

/** A place where code breaks a rule of the house that the linter has no rule for. */
export interface Violation {
  readonly where: string;
  readonly rule:
    | 'bare_catch'
    | 'catch_in_test'
    | 'cast_without_reason'
    | 'rejection_dropped_without_reason'
    | 'silenced_check'
    | 'todo';
}

// Written with classes of one letter, so that this file does not break its own rules.
const silencers = /(?:biome|eslint)[-](?:ignore|disable)|@ts[-](?:ignore|nocheck)|(?:c8|v8|istanbul)[ ]ignore/;
const typeSilencer = /@ts[-]expect-error/;
const unfinished = /\b(?:TO[D]O|FIX[M]E|X[X]X)\b/;

type Comments = ReadonlyMap<number, string>;

/** Lists every broken rule of one TypeScript file. What only tests use may cast and drop rejections without a reason. */
export function findViolations(file: RepositoryFile): readonly Violation[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const comments = commentsByLine(source);
  const found: Violation[] = [];
  const report = (line: number, rule: Violation['rule']): void => {
    found.push({ where: `${file.path}:${line + 1}`, rule });
  };

  const visit = (node: ts.Node): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line;
    if (ts.isCatchClause(node) && isBare(node)) report(line, 'bare_catch');
    if (ts.isCatchClause(node) && file.path.endsWith('.test.ts') && !leaves(node)) report(line, 'catch_in_test');
    const needsReason = isTestCode(file.path) ? null : ruleAskingForReason(node);
    if (needsReason !== null && !hasReason(source, node, comments)) report(line, needsReason);
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

/** A catch that does not look at the error has to throw one of its own: dropping a cause that quotes a secret is right. */
function isBare(clause: ts.CatchClause): boolean {
  const last = clause.block.statements.at(-1);
  return clause.variableDeclaration === undefined && (last === undefined || !ts.isThrowStatement(last));
}

/** In a test, a catch may make the error a value or throw; asserting in it proves nothing where nothing was thrown. */
function leaves(clause: ts.CatchClause): boolean {
  const last = clause.block.statements.at(-1);
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

function ruleAskingForReason(node: ts.Node): Violation['rule'] | null {
  if (ts.isAsExpression(node) && !isConst(node.type)) return 'cast_without_reason';
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const [handler] = node.arguments;
  const ignores = handler !== undefined && ts.isArrowFunction(handler) && handler.parameters.length === 0;
  return node.expression.name.text === 'catch' && ignores ? 'rejection_dropped_without_reason' : null;
}

function isConst(type: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(type) && type.getText() === 'const';
}

/** A reason stands at the end of the line, or right above it or the statement it is in. */
function hasReason(source: ts.SourceFile, node: ts.Node, comments: Comments): boolean {
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const statement = ts.findAncestor(node, ts.isStatement) ?? node;
  const end = lineOf(node.end);
  return [end, end - 1, lineOf(node.getStart()) - 1, lineOf(statement.getStart()) - 1].some((line) =>
    comments.has(line),
  );
}

/** Comments by the line they end on, read from the syntax tree: a `//` inside a string is none. */
function commentsByLine(source: ts.SourceFile): Comments {
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
