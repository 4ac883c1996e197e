import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The lines, from 1, on which a JavaScript text calls `import()`. Comments and strings are no calls. */
export function dynamicImports(text: string): readonly number[] {
  const file = ts.createSourceFile('file.cjs', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const lines: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      lines.push(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return lines;
}

/** Where the `.cjs` files of a folder call `import()`, as `path:line`. Jest runs CommonJS in a `vm` that has none. */
export function dynamicImportsOfCommonJs(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.cjs'));
  if (files.length === 0) return [`${folder} has no .cjs file`];
  return files.flatMap((path) =>
    dynamicImports(readFileSync(join(folder, path), 'utf8')).map((line) => `${path}:${line}`),
  );
}
