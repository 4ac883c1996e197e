import ts from 'typescript';
import { isTestCode, type RepositoryFile } from './repository.js';

/** The rooms that draw what people see, or answer them. */
const rooms = /^packages\/core\/src\/(?:slack\/(?:card|notices|surfaces)|interactions)\//;

/** Words that people may read: two of them in a row, or one that begins a sentence. */
const words = /[A-Za-z]{2,} [A-Za-z]|^[A-Z][a-z]{2,}[.!?:]?$/;
/** Calls whose words are for programs and logs. */
const callees = /(?:\blog\.\w+|\brefuseUnknownKeys(?:<.*>)?|\bwithin)$/;

/**
 * Lists the texts in the rooms above that people could read though they are not in `Messages`.
 *
 * A template's dates, such as `{date_short_pretty} {time}`, are no words. Errors and log lines are for programs.
 */
export function wordsOutsideMessages({ path, text }: RepositoryFile): readonly string[] {
  if (!rooms.test(path) || isTestCode(path)) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isForPrograms(node)) return;
    const said = textOf(node);
    if (said !== null && words.test(said)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1}: ${said}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isForPrograms(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node)) return true;
  if (ts.isNewExpression(node)) return node.expression.getText().endsWith('Error');
  return ts.isCallExpression(node) && callees.test(node.expression.getText());
}

function textOf(node: ts.Node): string | null {
  const isText =
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node);
  return isText ? node.text : null;
}
