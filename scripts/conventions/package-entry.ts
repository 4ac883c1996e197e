import ts from 'typescript';

/** What a package's `src/index.ts` holds: the names it hands on, and any statement that is not a named re-export. */
export interface PackageEntry {
  readonly names: readonly string[];
  readonly others: readonly string[];
}

/** Reads an entry file. `export *` counts as something else: a promise is written out by name. */
export function readEntry(text: string): PackageEntry {
  const source = ts.createSourceFile('index.ts', text, ts.ScriptTarget.Latest, true);
  const names: string[] = [];
  const others: string[] = [];
  for (const statement of source.statements) {
    const exported = reexportedNames(statement);
    if (exported === null) others.push(statement.getText());
    else names.push(...exported);
  }
  return { names, others };
}

function reexportedNames(statement: ts.Statement): readonly string[] | null {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return null;
  const { exportClause } = statement;
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return null;
  return exportClause.elements.map(({ name }) => name.text);
}
