import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Manifest } from './manifest-files.js';

const file = fileURLToPath(new URL('manifests-as-code.ts', import.meta.url));
const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
};

/**
 * What the types of Kubernetes' own client have against each of these manifests: fields that are unknown, missing or of the wrong type.
 * Each is a line of a file that only the compiler sees.
 */
export function manifestProblems(manifests: readonly Manifest[]): readonly (readonly string[])[] {
  const lines = manifests.map((one, index) => `export const m${index}: k.V1${one.kind} = ${asCode(one)};`);
  const source = ts.createSourceFile(
    file,
    [...lines, "import type * as k from '@kubernetes/client-node';"].join('\n'),
    ts.ScriptTarget.ES2023,
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) => (name === file ? source : getSourceFile(name, ...rest));
  const problems = manifests.map((): string[] => []);
  for (const { start = 0, messageText } of ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))) {
    const { line } = ts.getLineAndCharacterOfPosition(source, start);
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    const found = problems[line];
    if (found === undefined) throw new Error(text);
    found.push(text);
  }
  return problems;
}

/** The client's types give fields that are words of the language another name. */
function asCode(manifest: Manifest): string {
  return JSON.stringify(manifest).replaceAll(/"(from|default|enum)":/g, '"_$1":');
}
