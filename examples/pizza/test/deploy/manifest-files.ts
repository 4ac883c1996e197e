import { readdir, readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
export type Manifest = z.infer<typeof manifest>;

export const deployFolder = new URL('../../deploy/kubernetes/', import.meta.url);

/** Every document of a YAML text; what YAML itself is unsure of, such as a key that is there twice, is refused. */
export function readYaml(text: string): readonly unknown[] {
  return parseAllDocuments(text).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    return document.toJS();
  });
}

export function readManifests(text: string): readonly Manifest[] {
  return manifest.array().parse(readYaml(text));
}

/** The manifests as they stand in the files, before anything is put together. */
export async function baseManifests(): Promise<readonly Manifest[]> {
  const folder = new URL('base/', deployFolder);
  const files = (await readdir(folder)).filter((file) => file !== 'kustomization.yaml');
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  return texts.flatMap(readManifests);
}
