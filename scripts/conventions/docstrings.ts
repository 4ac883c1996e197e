import { posix } from 'node:path';
import ts from 'typescript';

/** Where a package's entry takes a name from. */
export interface ExportedName {
  readonly name: string;
  readonly file: string;
}

const maxLines = 15;
const maxExampleLines = 10;
const maxFirstLineLength = 90;

const example = /^ *\* ```ts\n(?<lines>[\s\S]*?)^ *\* ```\n/m;

/** Lists the names an entry file hands on, by the file and the name they are declared under. */
export function exportedNames(path: string, text: string): readonly ExportedName[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isExportDeclaration).flatMap(({ exportClause, moduleSpecifier }) => {
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
    const file = posix.join(posix.dirname(path), moduleSpecifier.text).replace(/\.js$/, '.ts');
    return exportClause.elements.map(({ name, propertyName }) => ({ name: (propertyName ?? name).text, file }));
  });
}

type Problem = 'missing' | 'too_long' | 'example_too_long' | 'first_line_too_long';

/** Says what is wrong with the docstring of a declaration; null where nothing is, or where it is declared elsewhere. */
export function docstringProblem(name: string, text: string): Problem | null {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const declarations = source.statements.filter((statement) => declaredNames(statement).includes(name));
  if (declarations.length === 0) return null;
  const docs = declarations.flatMap((declaration) => ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc));
  if (docs.length === 0) return 'missing';
  const texts = docs.map((doc) => doc.getText());
  // the lines of `/**` and `*/` do not count
  if (texts.some((doc) => lineCount(doc.replace(example, '')) > maxLines + 2)) return 'too_long';
  if (texts.some((doc) => lineCount(example.exec(doc)?.groups?.['lines'] ?? '') - 1 > maxExampleLines))
    return 'example_too_long';
  return texts.some((doc) => firstLine(doc).length > maxFirstLineLength) ? 'first_line_too_long' : null;
}

const lineCount = (text: string): number => text.split('\n').length;

function firstLine(doc: string): string {
  const [, line = ''] = /^\/\*\*\s*(?:\* ?)?(.*?)\s*(?:\*\/)?$/m.exec(doc) ?? [];
  return line;
}

function declaredNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}
